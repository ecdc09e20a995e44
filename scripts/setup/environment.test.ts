import { expect, test } from "vitest";
import { cleanEnvironment } from "./environment.mjs";

test("what npm adds to the environment does not reach the tools", () => {
  const clean = cleanEnvironment({
    PATH: "/bin",
    HOME: "/root",
    npm_config_nodedir: "/usr",
    npm_config_prefix: "/usr/local",
    NPM_CONFIG_NODEDIR: "/usr",
    npm_package_name: "runrate",
    npm_lifecycle_event: "test",
    npm_execpath: "/x/npm-cli.js",
    INIT_CWD: "/x",
  });
  expect(Object.keys(clean).filter((name) => /^npm_|^INIT/i.test(name))).toEqual([]);
  expect(clean).toMatchObject({ PATH: "/bin", HOME: "/root", DO_NOT_TRACK: "1" });
});

test("how to reach a registry stays, for npm and for pnpm", () => {
  const clean = cleanEnvironment({
    npm_config_registry: "https://npm.example/",
    npm_config_https_proxy: "http://p:1",
    npm_config_noproxy: "",
  });
  expect(clean).toMatchObject({
    npm_config_registry: "https://npm.example/",
    pnpm_config_registry: "https://npm.example/",
    npm_config_https_proxy: "http://p:1",
  });
  expect(clean).not.toHaveProperty("npm_config_noproxy");
});

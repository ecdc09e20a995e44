import { expect, test } from "vitest";
import { scanCache } from "./scan-cache.ts";

test.each([
  [{ RUNRATE_CACHE: "/c", HOME: "/h" }, { cacheFolder: "/c" }],
  [{ RUNRATE_CACHE: "off", HOME: "/h" }, {}],
  [{ XDG_CACHE_HOME: "/x", HOME: "/h" }, { cacheFolder: "/x/runrate" }],
  [{ HOME: "/h" }, { cacheFolder: "/h/.cache/runrate" }],
  [{}, {}],
])("with %j parsed files are kept in %j", (env, options) => {
  expect(scanCache(env)).toEqual(options);
});

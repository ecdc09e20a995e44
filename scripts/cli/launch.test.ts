import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const launcher = fileURLToPath(new URL("../../bin/runrate", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "runrate-launch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const VERSION = /^\d+\.\d+\.\d+\n$/;

describe.skipIf(process.platform === "win32")("bin/runrate", () => {
  test("runs from any folder", async () => {
    expect((await run(launcher, ["--version"], { cwd: folder })).stdout).toMatch(VERSION);
  });

  test("runs through links to it, also relative ones and links to links", async () => {
    symlinkSync(launcher, join(folder, "first"));
    symlinkSync("first", join(folder, "second"));
    expect((await run(join(folder, "second"), ["--version"])).stdout).toMatch(VERSION);
    expect((await run("./second", ["--version"], { cwd: folder })).stdout).toMatch(VERSION);
    const found = await run("second", ["--version"], {
      env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}` },
    });
    expect(found.stdout).toMatch(VERSION);
  });

  test("runs when a Node.js is given the file", async () => {
    expect((await run(process.execPath, [launcher, "--version"])).stdout).toMatch(VERSION);
  });

  test("hands arguments on untouched, and its exit code back", async () => {
    const refused = run(launcher, ["no such command", "a  b", "*"], { cwd: folder });
    await expect(refused).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("no such command"),
    });
  });

  test("ends by the signal that it gets", async () => {
    const child = spawn(launcher, ["price"], { stdio: ["pipe", "ignore", "inherit"] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill("SIGTERM");
    const signal = await new Promise((resolve) => child.on("close", (_code, how) => resolve(how)));
    expect(signal).toBe("SIGTERM");
  });

  test("many at once all answer", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => run(launcher, ["--version"])));
    for (const { stdout } of answers) expect(stdout).toMatch(VERSION);
  });

  test("says what to install where there is no Node.js at all", async () => {
    const lonely = join(folder, "bin");
    const { copyFileSync, mkdirSync } = await import("node:fs");
    mkdirSync(lonely);
    copyFileSync(launcher, join(lonely, "runrate"));
    const started = run("/bin/sh", [join(lonely, "runrate")], { env: { PATH: "/nonexistent" } });
    await expect(started).rejects.toMatchObject({
      code: 127,
      stderr: expect.stringContaining("Node.js 18 or newer is needed"),
    });
  });
});

import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "runrate-clone-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// It installs everything anew, which takes a network or a warm cache: continuous integration has one.
const inCi = process.env["CI"] !== undefined;

describe.skipIf(!inCi || process.platform === "win32")("a fresh clone", () => {
  test("three first launches at once set it up once, and all of them answer on standard output alone", async () => {
    const clone = join(folder, "run rate");
    execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone]);
    const PATH = (process.env["PATH"] ?? "")
      .split(delimiter)
      .filter((entry) => !entry.includes("node_modules"))
      .join(delimiter);
    const env = { ...process.env, PATH };
    const launches = await Promise.all(
      Array.from({ length: 3 }, () => run(join(clone, "bin", "runrate"), ["--version"], { env })),
    );
    for (const { stdout } of launches) expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const said = launches.map(({ stderr }) => stderr).join("");
    expect(said.match(/installing the packages/g)).toHaveLength(1);
    const again = await run(join(clone, "bin", "runrate"), ["--version"], { env });
    expect(again.stderr).toBe("");
  }, 300_000);
});

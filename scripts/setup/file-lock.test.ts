import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withFileLock } from "./file-lock.mjs";

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "runrate-lock-"));
  lock = join(folder, "state", "setup.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

async function hold(holder: { pid: number; host?: string }) {
  await withFileLock(lock, () => Promise.resolve());
  writeFileSync(lock, JSON.stringify({ host: hostname(), id: "x", ...holder }));
}

describe("the lock of the set-up", () => {
  test("is there while the work goes on, and gone after it, whether it succeeds or fails", async () => {
    const result = await withFileLock(lock, async () => {
      expect(JSON.parse(readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
      return 7;
    });
    expect(result).toBe(7);
    await expect(withFileLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(readdirSync(join(folder, "state"))).toEqual([]);
  });

  test("lets one in at a time", async () => {
    let inside = 0;
    const most: number[] = [];
    const work = async () => {
      inside += 1;
      most.push(inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(lock, work)));
    expect(most).toEqual(Array.from({ length: 8 }, () => 1));
  });

  test("of a process that died is taken over", async () => {
    await hold({ pid: deadPid() });
    expect(await withFileLock(lock, () => Promise.resolve("done"))).toBe("done");
  });

  test("of many waiting for a dead one, still one at a time", async () => {
    await hold({ pid: deadPid() });
    const script = join(folder, "append.mjs");
    const log = join(folder, "log");
    writeFileSync(log, "");
    const url = new URL("file-lock.mjs", import.meta.url).href;
    writeFileSync(
      script,
      `import { appendFileSync } from "node:fs";
       import { withFileLock } from ${JSON.stringify(url)};
       await withFileLock(${JSON.stringify(lock)}, async () => {
         appendFileSync(${JSON.stringify(log)}, "in ");
         await new Promise((resolve) => setTimeout(resolve, 20));
         appendFileSync(${JSON.stringify(log)}, "out ");
       });`,
    );
    const codes = await Promise.all(
      Array.from({ length: 5 }, () => new Promise((end) => spawn(process.execPath, [script]).on("close", end))),
    );
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    expect(readFileSync(log, "utf8")).toBe("in out ".repeat(5));
  });

  test("of another machine is taken over only when nobody has touched it for a minute", async () => {
    await hold({ pid: 1, host: "elsewhere" });
    await expect(withFileLock(lock, () => Promise.resolve(), { waitMs: 120 })).rejects.toThrow(
      /process 1 has held .* too long/,
    );
    utimesSync(lock, new Date(), new Date(Date.now() - 61_000));
    expect(await withFileLock(lock, () => Promise.resolve("done"))).toBe("done");
  });

  test("tells once whom it waits for", async () => {
    await hold({ pid: process.ppid });
    const told: number[] = [];
    setTimeout(() => rmSync(lock), 200);
    await withFileLock(lock, () => Promise.resolve(), { onWait: (pid) => told.push(pid) });
    expect(told).toEqual([process.ppid]);
  });

  test("half a lock file, as a crash leaves it, does not hold anybody up", async () => {
    await hold({ pid: 1 });
    writeFileSync(lock, '{"pid":');
    expect(await withFileLock(lock, () => Promise.resolve("done"))).toBe("done");
  });

  test.skipIf(process.platform === "win32")(
    "a folder that cannot be made is a set-up failure that names it",
    async () => {
      writeFileSync(join(folder, "state"), "a file");
      await expect(withFileLock(lock, () => Promise.resolve())).rejects.toThrow(/cannot write to .*state/);
    },
  );

  test("leaves nothing of its own in the repository's folder of state", () => {
    const state = fileURLToPath(new URL("../../tools/.state", import.meta.url));
    const drafts = existsSync(state) ? readdirSync(state).filter((name) => /\.lock\.\d+\./.test(name)) : [];
    expect(drafts).toEqual([]);
  });
});

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCaptured } from "./child-process.mjs";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "runrate-child-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a process that runs `code` in the foreground and ends as it ends. */
function parentOf(code: string) {
  const script = join(folder, "parent.mjs");
  const url = new URL("child-process.mjs", import.meta.url).href;
  writeFileSync(
    script,
    `import { endLike, runInForeground } from ${JSON.stringify(url)};
     endLike(await runInForeground(process.execPath, ["-e", ${JSON.stringify(code)}]));`,
  );
  return spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
}

const ended = (child: ReturnType<typeof parentOf>) =>
  new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on("close", (code, signal) => resolve({ code, signal })),
  );

describe("a command in the foreground", () => {
  test("gives its exit code to its parent", async () => {
    expect(await ended(parentOf("process.exitCode = 3"))).toEqual({ code: 3, signal: null });
  });

  test("shares standard input and output", async () => {
    const parent = parentOf("process.stdin.pipe(process.stdout)");
    let output = "";
    parent.stdout.on("data", (text) => (output += String(text)));
    parent.stdin.end("hello");
    expect(await ended(parent)).toEqual({ code: 0, signal: null });
    expect(output).toBe("hello");
  });

  test.skipIf(process.platform === "win32").each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "gets %s, and its parent ends by it too",
    async (signal) => {
      const parent = parentOf("console.log('ready'); setInterval(() => {}, 1000)");
      parent.stdout.once("data", () => parent.kill(signal));
      expect(await ended(parent)).toEqual({ code: null, signal });
    },
  );

  test.skipIf(process.platform === "win32")("may answer a signal with an exit code of its own", async () => {
    const parent = parentOf(
      "process.on('SIGTERM', () => process.exit(5)); console.log('ready'); setInterval(() => {}, 1000)",
    );
    parent.stdout.once("data", () => parent.kill("SIGTERM"));
    expect(await ended(parent)).toEqual({ code: 5, signal: null });
  });
});

test("a command that does not exist is code 127", async () => {
  expect(await runCaptured("no-such-command-here", [], { cwd: folder, env: {} })).toMatchObject({ code: 127 });
});

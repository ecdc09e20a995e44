import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isStamped, stampKey, writeStamp } from "./stamp.mjs";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "runrate-stamp-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a key changes with the content of a lockfile, with the platform, and with nothing else", () => {
  const lockfile = join(folder, "lock");
  writeFileSync(lockfile, "a");
  const key = stampKey([lockfile], "linux-x64");
  expect(stampKey([lockfile], "linux-arm64")).not.toBe(key);
  writeFileSync(lockfile, "a");
  expect(stampKey([lockfile], "linux-x64")).toBe(key);
  writeFileSync(lockfile, "b");
  expect(stampKey([lockfile], "linux-x64")).not.toBe(key);
});

test("work is finished only when its stamp holds the same key", () => {
  const stamp = join(folder, "node_modules", ".stamp");
  expect(isStamped(stamp, "k")).toBe(false);
  writeStamp(stamp, "k");
  expect(isStamped(stamp, "k")).toBe(true);
  expect(isStamped(stamp, "other")).toBe(false);
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildRecordPath, freshEntry, recordSources, writeBuildRecord } from "./freshness.mjs";

let root: string;
let entry: string;
const source = () => join(root, "packages", "a", "src", "a.ts");

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "runrate-fresh-"));
  entry = join(root, "apps", "cli", "dist", "1", "main.mjs");
  mkdirSync(join(root, "apps", "cli", "dist", "1"), { recursive: true });
  mkdirSync(join(root, "packages", "a", "src"), { recursive: true });
  writeFileSync(entry, "");
  writeFileSync(source(), "export const a = 1;");
  writeBuildRecord(root, recordSources(root, "apps/cli/dist/1/main.mjs", ["packages/a/src/a.ts"]));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("a build is fresh", () => {
  test("while its sources are what it was made from", () => {
    expect(freshEntry(root)).toBe(entry);
  });

  test("after a source was only touched: the content decides", () => {
    utimesSync(source(), new Date(), new Date(0));
    expect(freshEntry(root)).toBe(entry);
    expect(JSON.parse(readFileSync(buildRecordPath(root), "utf8")).sources[0][2]).toBe(0);
  });
});

describe("a build is stale", () => {
  test("when a source changed, even to the same length with its old times", () => {
    const before = new Date(Date.now() - 60_000);
    utimesSync(source(), before, before);
    writeBuildRecord(root, recordSources(root, "apps/cli/dist/1/main.mjs", ["packages/a/src/a.ts"]));
    writeFileSync(source(), "export const a = 2;");
    utimesSync(source(), before, before);
    expect(freshEntry(root)).toBeNull();
  });

  test("when a source changed in the same clock tick as the build", () => {
    writeFileSync(source(), "export const a = 1;");
    writeBuildRecord(root, recordSources(root, "apps/cli/dist/1/main.mjs", ["packages/a/src/a.ts"]));
    const record = JSON.parse(readFileSync(buildRecordPath(root), "utf8"));
    writeFileSync(source(), "export const a = 3;");
    // The times of the changed file, as a coarse clock would give them to both.
    const changed = recordSources(root, record.entry, ["packages/a/src/a.ts"]).sources[0];
    record.sources[0] = [...(changed ?? []).slice(0, 4), record.sources[0][4]];
    writeBuildRecord(root, record);
    expect(freshEntry(root)).toBeNull();
  });

  test("when a source is gone, the build is gone, or its record is damaged", () => {
    rmSync(entry);
    expect(freshEntry(root)).toBeNull();
    writeFileSync(entry, "");
    rmSync(source());
    expect(freshEntry(root)).toBeNull();
    writeFileSync(buildRecordPath(root), "{");
    expect(freshEntry(root)).toBeNull();
  });
});

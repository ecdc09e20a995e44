import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SAMPLE_FROM, SAMPLE_WEEKS, sampleCsv, SWITCH_DAY } from "./sample-usage.ts";

const root = resolve(import.meta.dirname, "../..");
const shared = process.env["RUNRATE_SHARED"] ?? join(root, "..", "shared");
const hasTraces = existsSync(join(shared, "data", "mooncake"));
if (!hasTraces) console.warn(`${shared}/data is absent: the sample is not held against the traces`);

const shipped = gunzipSync(readFileSync(join(root, "sample", "usage.csv.gz"))).toString("utf8");
const rows = shipped
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","));

describe("the shipped sample", () => {
  it.skipIf(!hasTraces)("is what its generator makes of the published traces", () => {
    expect(shipped === sampleCsv(shared)).toBe(true);
  });

  it("covers whole weeks, in order of time, with ids of its own", () => {
    const times = rows.map(([, at = ""]) => Date.parse(at));
    const from = Date.parse(`${SAMPLE_FROM}T00:00:00Z`);
    expect(times.every((at, index) => at >= (times[index - 1] ?? from))).toBe(true);
    expect((times.at(-1) ?? 0) - from).toBeGreaterThan((SAMPLE_WEEKS * 7 - 1) * 86_400_000);
    expect((times.at(-1) ?? 0) - from).toBeLessThan(SAMPLE_WEEKS * 7 * 86_400_000);
    expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
    expect(new Date(from).getUTCDay()).toBe(1);
  });

  it("has one application that moves to a dearer model on the switch day", () => {
    const answers = rows.filter((cells) => cells[3] === "answers");
    const models = (before: boolean) =>
      new Set(answers.filter(([, at = ""]) => at.slice(0, 10) < SWITCH_DAY === before).map((cells) => cells[6]));
    expect([[...models(true)], [...models(false)]]).toEqual([["gpt-5.4-mini"], ["gpt-5.5"]]);
  });
});

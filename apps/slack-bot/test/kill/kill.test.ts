import { expect, test } from "vitest";
import { killRun } from "./kill-run.ts";

test("killed again and again under a stream of usage, the bot loses no record and tells every alert once", async () => {
  const result = await killRun({ kills: 3, seed: 1 });
  expect(result.faults).toEqual([]);
  expect(result.alerts).toBeGreaterThan(2);
}, 120_000);

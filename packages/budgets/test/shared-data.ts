import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

/** Where the input data lie: beside the repository, or where RUNRATE_SHARED says. */
const SHARED = process.env["RUNRATE_SHARED"] ?? resolve(import.meta.dirname, "../../../../shared");

export const HAS_SHARED = existsSync(join(SHARED, "data"));

if (!HAS_SHARED) console.warn(`${SHARED}/data is absent: the golden tests of budgets are skipped`);

export function sharedFile(...parts: string[]): string {
  return join(SHARED, "data", ...parts);
}

const crossing = z.looseObject({
  threshold_usd: z.string(),
  ts: z.string(),
  data_row_1based: z.number(),
  running_cost_usd: z.string(),
});

const golden = z.looseObject({
  budget_crossings: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({ month_total_usd: z.string(), "50%": crossing, "80%": crossing, "100%": crossing }),
    ),
  ),
});

/** The Azure ledger's months with what they came to and the records at which 50, 80 and 100 % of that were reached. */
export function readCrossings(folder: string): z.infer<typeof golden>["budget_crossings"] {
  return golden.parse(JSON.parse(readFileSync(sharedFile(folder, "golden.json"), "utf8"))).budget_crossings;
}

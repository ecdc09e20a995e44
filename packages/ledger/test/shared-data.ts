import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

/** Where the input data lie: beside the repository, or where RUNRATE_SHARED says. */
export const SHARED = process.env["RUNRATE_SHARED"] ?? resolve(import.meta.dirname, "../../../../shared");

export const HAS_SHARED = existsSync(join(SHARED, "data"));

if (!HAS_SHARED) console.warn(`${SHARED}/data is absent: the golden tests of the ledger are skipped`);

export function sharedFile(...parts: string[]): string {
  return join(SHARED, "data", ...parts);
}

const figures = z.looseObject({
  rows: z.number(),
  input_tokens: z.number(),
  cached_input_tokens: z.number(),
  output_tokens: z.number(),
  cost_usd: z.record(z.string(), z.string()),
});

const crossing = z.looseObject({
  threshold_usd: z.string(),
  ts: z.string(),
  data_row_1based: z.number(),
  running_cost_usd: z.string(),
});

const crossings = z.looseObject({ month_total_usd: z.string(), "50%": crossing, "80%": crossing, "100%": crossing });

const golden = z.looseObject({
  total: figures,
  by_model: z.record(z.string(), figures),
  by_month: z.record(z.string(), figures),
  by_month_model: z.record(z.string(), figures),
  by_day: z.record(z.string(), figures),
  by_day_model: z.record(z.string(), figures),
  by_hour: z.record(z.string(), figures),
  by_project: z.record(z.string(), figures).optional(),
  by_service: z.record(z.string(), figures).optional(),
  budget_crossings: z.record(z.string(), z.record(z.string(), crossings)),
  requests_total: z.number().optional(),
});

export type Golden = z.infer<typeof golden>;
export type GoldenFigures = z.infer<typeof figures>;

export function readGolden(folder: string): Golden {
  return golden.parse(JSON.parse(readFileSync(sharedFile(folder, "golden.json"), "utf8")));
}

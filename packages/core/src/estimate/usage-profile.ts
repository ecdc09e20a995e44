import { z } from "zod";
import { RunrateError } from "../errors.ts";

/** Tokens of one call: the mean, and what 95 % of the calls stay within. */
const tokens = z.strictObject({ mean: z.number().nonnegative(), p95: z.number().int().nonnegative() });

const row = z.strictObject({
  provider: z.string().nullable(),
  model: z.string().min(1).max(300),
  project: z.string().nullable(),
  workload: z.string().nullable(),
  /** Calls in the profile's days. */
  calls: z.number().int().nonnegative(),
  input_tokens: tokens,
  output_tokens: tokens,
  /** Share of the input that was read from the prompt cache, in basis points (10,000 is all). */
  cached_basis_points: z.number().int().min(0).max(10_000),
  /** What the calls came to, as decimal text; null where they have no price. */
  usd: z
    .string()
    .regex(/^\d{1,15}(?:\.\d{1,12})?$/)
    .nullable(),
});

/** What was measured over some days, by model, project and workload: the file of `runrate usage export`. */
export const usageProfileSchema = z.strictObject({
  format: z.literal("runrate-usage"),
  version: z.literal(1),
  /** Half-open, ISO instants. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  days: z.number().int().min(1).max(3_660),
  rows: z.array(row),
});

export type UsageProfile = z.infer<typeof usageProfileSchema>;
export type UsageProfileRow = UsageProfile["rows"][number];

/**
 * Reads the text of a usage file.
 *
 * @param name as it should appear in messages
 * @throws RunrateError `bad_usage_file` naming the first faults with their place
 */
export function parseUsageProfile(text: string, name: string): UsageProfile {
  const hint = "`runrate usage export` writes this file from a ledger.";
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RunrateError("bad_usage_file", `${name} is not a usage file: it is not JSON`, { hint }, { cause: error });
  }
  const parsed = usageProfileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
  throw new RunrateError("bad_usage_file", `${name} is not a usage file: ${faults.join("; ")}`, { hint });
}

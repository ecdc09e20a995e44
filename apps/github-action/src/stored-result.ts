import { billReportSchema } from "@runrate/bill";
import { RunrateError } from "@runrate/core";
import { z } from "zod";
import { reproductionSchema } from "./reproduction.ts";
import { sourceNoteSchema } from "./source-note.ts";

/**
 * What a run that may not write leaves for one that may: figures, not text. It was made beside a stranger's code, so that the
 * run that posts it believes none of it before it has been checked, and renders the comment itself.
 */
const storedSchema = z.object({
  format: z.literal("runrate-result"),
  version: z.literal(1),
  pull_request: z.number().int().positive().nullable(),
  head: z.string().regex(/^[0-9a-f]{40,64}$/),
  base: z.string().regex(/^[0-9a-f]{40,64}$/),
  config: z.string().max(500),
  is_config_edited: z.boolean(),
  /** Absent in results of older releases. */
  reproduction: reproductionSchema.optional(),
  notes: z.array(sourceNoteSchema).max(10).optional(),
  report: billReportSchema,
});

export type StoredResult = z.infer<typeof storedSchema>;

const LONGEST = 20_000_000;

/** @throws RunrateError `bad_result` */
export function parseStoredResult(text: string): StoredResult {
  const hint = "Give post-from the file that the output result-file of the computing job names.";
  if (text.length > LONGEST) throw new RunrateError("bad_result", "the stored result is larger than 20 MB", { hint });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RunrateError("bad_result", "the stored result is not JSON", { hint }, { cause: error });
  }
  const parsed = storedSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw new RunrateError(
    "bad_result",
    `the stored result is not one: ${fault?.path.join(".") ?? ""} ${fault?.message ?? ""}`.trim(),
    { hint },
  );
}

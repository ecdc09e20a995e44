import { setImmediate } from "node:timers/promises";
import { MAX_LINE_BYTES, type ImportResult } from "../import/import-types.ts";
import { readJsonLine } from "../import/json-line.ts";
import { readLines } from "../import/lines.ts";
import { rejected, type RowOutcome } from "../import/row-outcome.ts";
import { Tally, type TallyOptions } from "../import/tally.ts";
import { readUsageLine } from "../import/usage-line.ts";
import type { LedgerStore } from "../store.ts";

/** How usage that was sent is stored. */
export interface IngestOptions extends TallyOptions {
  /** Recorded as the source, whatever the sender says. */
  readonly source: string;
  /** The instant of a record that names none, in milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Between two pieces of this size, whatever else the process serves gets its turn. */
const PIECE_BYTES = 32_768;

/**
 * Stores JSON lines of usage that a program sent (DESIGN.md, `POST /v1/usage`). Every line needs an `id`: sending the same lines
 * again stores nothing twice. Bad lines are reported, the others are durable on return.
 *
 * @throws RunrateError `not_text` for binary data, `ledger_*` when the database refuses; what was stored before stays.
 */
export async function ingestLines(store: LedgerStore, body: Buffer, options: IngestOptions): Promise<ImportResult> {
  const tally = new Tally(store, options);
  const defaults = { now: options.now, source: options.source, idOf: () => "" };
  const read = (json: unknown) => named(readUsageLine(json, defaults));
  for await (const batch of readLines(pieces(body), "the body")) {
    for (const [index, text] of batch.lines.entries()) {
      const line = batch.first + index;
      if (batch.tooLong.has(index)) tally.reject(line, `longer than ${MAX_LINE_BYTES} characters`);
      else if (text.trim() !== "") tally.take(readJsonLine(text, read), line);
      if (tally.isFull) await tally.flush();
    }
  }
  await tally.flush();
  return tally.result("jsonl", []);
}

async function* pieces(body: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < body.length; start += PIECE_BYTES) {
    if (start > 0) await setImmediate();
    yield body.subarray(start, start + PIECE_BYTES);
  }
}

/** A sent record must say which one it is, since the position in a request identifies nothing. */
function named(outcome: RowOutcome): RowOutcome {
  const isNameless = outcome.kind === "record" && outcome.record.id === "";
  return isNameless ? rejected('no id: each record needs one, such as "id": "req-4711"') : outcome;
}

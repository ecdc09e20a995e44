import { setImmediate } from "node:timers/promises";
import type { UsageRecord } from "@runrate/core";
import { MAX_LINE_BYTES, type ImportResult } from "../import/import-types.ts";
import { readJsonLine } from "../import/json-line.ts";
import { readLines } from "../import/lines.ts";
import { rejected, type RowOutcome } from "../import/row-outcome.ts";
import { Tally } from "../import/tally.ts";
import { readUsageLine } from "../import/usage-line.ts";
import type { RecordPricer, WorkloadMatcher } from "../record.ts";
import type { LedgerStore } from "../store.ts";

/** How usage that was sent is stored. */
export interface IngestOptions {
  /** Recorded as the source, whatever the sender says. */
  readonly source: string;
  readonly price: RecordPricer;
  readonly matchWorkload?: WorkloadMatcher;
  /** What stands for a user in the ledger; absent: the name as it was sent. */
  readonly pseudonym?: (user: string) => string;
  /** The instant of a record that names none, in milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Between two pieces of this size, whatever else the process serves gets its turn. */
const PIECE_BYTES = 131_072;

/**
 * Stores JSON lines of usage that a program sent (DESIGN.md, `POST /v1/usage`). Every line needs an `id`: sending the same lines
 * again stores nothing twice. Bad lines are reported, the others are durable on return.
 *
 * @throws RunrateError `not_text` for binary data, `ledger_*` when the database refuses; what was stored before stays.
 */
export async function ingestLines(store: LedgerStore, body: Buffer, options: IngestOptions): Promise<ImportResult> {
  const tally = new Tally(store, options);
  const defaults = { now: options.now, source: options.source, idOf: () => "" };
  const read = (json: unknown) => named(readUsageLine(json, defaults), options.pseudonym);
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
function named(outcome: RowOutcome, pseudonym: IngestOptions["pseudonym"]): RowOutcome {
  if (outcome.kind === "rejected") return outcome;
  if (outcome.record.id === "") return rejected('no id: each record needs one, such as "id": "req-4711"');
  return pseudonym === undefined ? outcome : { ...outcome, record: withPseudonym(outcome.record, pseudonym) };
}

/** The record with a pseudonym in place of its user. */
export function withPseudonym(record: UsageRecord, pseudonym: (user: string) => string): UsageRecord {
  return record.user === undefined ? record : { ...record, user: pseudonym(record.user) };
}

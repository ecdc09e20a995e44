import { setImmediate } from "node:timers/promises";
import { Tally } from "../../import/tally.ts";
import type { IngestOptions } from "../../ingest/ingest-lines.ts";
import type { LedgerStore } from "../../store.ts";
import { billableSpans } from "./billable-spans.ts";
import { toldByOtherRequests } from "./other-requests.ts";
import type { SpanBatch } from "./span.ts";
import { spanRecord } from "./span-record.ts";
import { turnsOf } from "./trace-turns.ts";

/** What came of a trace request. Spans without usage are none of these. */
export interface SpanResult {
  readonly stored: number;
  readonly duplicates: number;
  readonly unpriced: number;
  /** Spans that could not be read or stored, and some of the reasons. */
  readonly rejected: number;
  readonly reasons: readonly string[];
}

const MAX_REASONS = 5;

/**
 * Stores the calls that a trace request tells of, each once: durable on return. A call that another span, or another request with
 * the same span, the provider's response id or a span within it or around it, has told of is a duplicate.
 *
 * @throws RunrateError `ledger_*` when the database refuses
 */
export async function ingestSpans(store: LedgerStore, batch: SpanBatch, options: IngestOptions): Promise<SpanResult> {
  const tally = new Tally(store, options);
  const { calls, faults } = billableSpans(batch.spans);
  for (const reason of [...batch.faults, ...faults]) tally.reject(0, reason);
  await turnsOf(store).take(new Set(calls.map(({ span }) => span.traceId)), async () => {
    const told = await toldByOtherRequests(store, batch.spans, calls);
    tally.add({ read: told.size, stored: 0, duplicates: told.size, unpriced: 0 });
    for (const call of calls) {
      if (told.has(call)) continue;
      tally.take(spanRecord(call, options.source), 0);
      if (tally.isFull) {
        await tally.flush();
        await setImmediate();
      }
    }
    await tally.flush();
  });
  const { stored, duplicates, unpriced, rejected, rejectedCount } = tally.result("otlp", []);
  const reasons = [...new Set(rejected.map(({ reason }) => reason))].slice(0, MAX_REASONS);
  return { stored, duplicates, unpriced, rejected: rejectedCount, reasons };
}

import { RunrateError } from "@runrate/core";
import type { KyInstance } from "ky";
import { ROWS_PER_TRANSACTION } from "../../append.ts";
import { touchCoverage } from "../../coverage.ts";
import { spendLogRecord } from "../../import/litellm.ts";
import { Tally } from "../../import/tally.ts";
import type { LedgerStore } from "../../store.ts";
import { HOUR_MS } from "../bucket-endpoints.ts";
import type { EndpointOutcome, SyncReport } from "../read-endpoints.ts";
import { cursorName, readSyncCursor, writeSyncCursor } from "../sync-cursor.ts";
import { sourceName, type SourceSync } from "../source-sync.ts";
import { DAY_MS } from "../sync-endpoint.ts";
import { fetchSpendLogs, liteLlmFailure, PAGE_ROWS } from "./litellm-client.ts";

/** The source of what a LiteLLM proxy logs. */
const LITELLM = "litellm";
const ENDPOINT = "spend_logs";

/** A call is logged when it has ended, under the instant at which it began. */
const TRAILING_MS = HOUR_MS;

/** More pages of one second are taken for a server that goes in circles. */
const MAX_PAGES = 1_000;

/** One proxy to read. */
export type LiteLlmSyncOptions = SourceSync<KyInstance>;

/**
 * Brings the ledger up to a LiteLLM proxy's spend logs: single calls, from where the last sync ended and the last hour once more.
 * A call that comes again is known by its id, so that a sync that breaks off goes on from there.
 *
 * @throws RunrateError `ledger_*` when the database refuses
 */
export async function syncLiteLlm(store: LedgerStore, options: LiteLlmSyncOptions): Promise<SyncReport> {
  const { organisation, signal } = options;
  const source = sourceName(LITELLM, organisation);
  try {
    return { source, endpoints: [await readLogs(store, source, options)] };
  } catch (error) {
    const failure = liteLlmFailure(error, ENDPOINT);
    const isOurs = !(failure instanceof RunrateError) || failure.code.startsWith("ledger_");
    if (isOurs || signal?.aborted === true) throw failure;
    return { source, endpoints: [{ kind: "failed", endpoint: ENDPOINT, error: failure }] };
  }
}

async function readLogs(store: LedgerStore, source: string, options: LiteLlmSyncOptions): Promise<EndpointOutcome> {
  const { now, backfillDays, onProgress, signal } = options;
  const name = cursorName(source, ENDPOINT);
  const stored = await readSyncCursor(store, name);
  const oldest = now - backfillDays * DAY_MS;
  // A backfill that was made longer begins anew: what lies between is read again and counted once.
  const cursor = stored !== undefined && stored.from <= oldest + DAY_MS ? stored : undefined;
  const from = cursor === undefined ? oldest : Math.max(oldest, cursor.through - TRAILING_MS);
  const tally = new Tally(store, options);
  let pages = 0;
  const settle = async (through: number) => {
    await tally.flush();
    const reached = Math.max(cursor?.through ?? 0, through);
    await store.transaction((tx) => writeSyncCursor(tx, name, { from: cursor?.from ?? from, through: reached }));
    onProgress?.(ENDPOINT, { from, through, to: now });
  };
  for await (const { rows, through } of pagesOf(options.client, { from, to: now })) {
    pages += 1;
    for (const row of rows) tally.take(spendLogRecord(row, source), pages);
    if (pages % (ROWS_PER_TRANSACTION / PAGE_ROWS) === 0) await settle(through);
    signal?.throwIfAborted();
  }
  await settle(now);
  await heardOf(store, source, now);
  const result = tally.result("litellm", []);
  return {
    kind: "read",
    endpoint: ENDPOINT,
    buckets: pages,
    stored: result.stored,
    unchanged: result.duplicates,
    removed: 0,
    unpriced: result.unpriced,
    rejected: result.rejectedCount,
    reasons: new Set(result.rejected.slice(0, 10).map(({ reason }) => reason)),
  };
}

/**
 * Pages from the oldest on. The next one begins at the second in which the last one ended, so that no page is far from the start
 * of its answer; only a second with more calls than a page holds is read on in it.
 */
async function* pagesOf(client: KyInstance, span: { readonly from: number; readonly to: number }) {
  let from = span.from;
  let number = 1;
  for (;;) {
    const rows = await fetchSpendLogs(client, { from, to: span.to }, number);
    const last = startOf(rows.at(-1)) ?? from;
    const second = Math.floor(last / 1_000) * 1_000;
    yield { rows, through: second };
    if (rows.length < PAGE_ROWS) return;
    if (second > from) {
      from = second;
      number = 1;
    } else if ((number += 1) > MAX_PAGES) {
      throw new RunrateError("source_unreadable", "LiteLLM answers page after page of one second's calls", {
        what: ENDPOINT,
        hint: "Check LITELLM_BASE_URL: the server behind it does not page as LiteLLM does.",
      });
    }
  }
}

function startOf(row: unknown): number | undefined {
  if (typeof row !== "object" || row === null || !("startTime" in row)) return undefined;
  const at = Date.parse(String(row.startTime));
  return Number.isNaN(at) ? undefined : at;
}

/** A proxy that has been read to its end is not late, also when nobody called. */
async function heardOf(store: LedgerStore, source: string, now: number): Promise<void> {
  const known = await store.db.selectFrom("coverage").select("provider").where("source", "=", source).execute();
  if (known.length === 0) return;
  await store.transaction(async (tx) => {
    for (const { provider } of known) await touchCoverage(tx, source, provider, now - TRAILING_MS);
  });
}

import type { OpenAiBucket } from "../import/openai-page.ts";
import type { LedgerStore, LedgerTransaction } from "../store.ts";
import { bucketPages, type PageRequest } from "./bucket-pages.ts";
import { WaitingBuckets } from "./waiting-buckets.ts";
import { cursorName, readSyncCursor, writeSyncCursor } from "./sync-cursor.ts";

/** What came of reading one endpoint. */
export interface EndpointTally {
  buckets: number;
  stored: number;
  unchanged: number;
  removed: number;
  unpriced: number;
  rejected: number;
  /** Some of the reasons, each once. */
  readonly reasons: Set<string>;
}

/** One endpoint with what is done with its buckets. */
export interface Endpoint {
  readonly name: string;
  /** Length of its buckets in milliseconds. */
  readonly bucketMs: number;
  /** How far back late usage may still change a bucket. */
  readonly trailingMs: number;
  fetch(request: PageRequest): Promise<unknown>;
  /** Replaces what the source said of [from, to) by these buckets; `afterwards` is part of the transaction. */
  store(
    window: { readonly from: number; readonly to: number },
    buckets: readonly OpenAiBucket[],
    tally: EndpointTally,
    afterwards: (tx: LedgerTransaction) => Promise<void>,
  ): Promise<void>;
}

/** What a sync of an endpoint is told. */
export interface SyncTask {
  readonly source: string;
  readonly now: number;
  readonly backfillMs: number;
  /** Called after each transaction with how far the endpoint has been read. */
  readonly onProgress?: (
    endpoint: string,
    span: { readonly from: number; readonly through: number; readonly to: number },
  ) => void;
  readonly signal?: AbortSignal;
}

export const DAY_MS = 86_400_000;

/**
 * Reads an endpoint from where its cursor stands, and once more over the trailing window, up to now. Each transaction replaces a
 * span and moves the cursor with it: a sync that is interrupted goes on from there, and what was read twice is counted once. Buckets
 * that do not come oldest first are put in order before they are stored.
 */
export async function syncEndpoint(store: LedgerStore, endpoint: Endpoint, task: SyncTask): Promise<EndpointTally> {
  const name = cursorName(task.source, endpoint.name);
  const cursor = await readSyncCursor(store, name);
  const oldest = startOfDay(task.now - task.backfillMs);
  // A backfill that was made longer begins anew: what lies between is read again and counted once.
  const known = cursor !== undefined && cursor.from <= oldest ? cursor : undefined;
  const from = known === undefined ? oldest : Math.max(oldest, startOfDay(known.through - endpoint.trailingMs));
  const to = Math.floor(task.now / endpoint.bucketMs) * endpoint.bucketMs + endpoint.bucketMs;
  const tally: EndpointTally = {
    buckets: 0,
    stored: 0,
    unchanged: 0,
    removed: 0,
    unpriced: 0,
    rejected: 0,
    reasons: new Set(),
  };
  const waiting = new WaitingBuckets();
  /** Starts of what has been stored: the rest of such a bucket is added to it, and does not replace it. */
  const stored = new Set<number>();
  let windowFrom = from;
  const flush = async (buckets: readonly OpenAiBucket[], end = (buckets.at(-1)?.end_time ?? 0) * 1_000) => {
    const window = { from: windowFrom, to: end };
    const through = Math.max(known?.through ?? 0, end);
    await endpoint.store(window, buckets, tally, (tx) =>
      writeSyncCursor(tx, name, { from: known?.from ?? from, through }),
    );
    for (const bucket of buckets) stored.add(bucket.start_time);
    task.onProgress?.(endpoint.name, { from, through: end, to });
    windowFrom = end;
  };
  for await (const bucket of bucketPages((request) => endpoint.fetch(request), { from, to }, endpoint.name)) {
    if (bucket.start_time * 1_000 >= to) continue;
    tally.buckets += 1;
    // Only a step forward says that what waits is complete.
    if (waiting.isFull && waiting.isBefore(bucket)) await flush(waiting.takeAll());
    waiting.add(bucket);
    task.signal?.throwIfAborted();
  }
  for (const bucket of waiting.takeBefore(windowFrom)) {
    const start = bucket.start_time * 1_000;
    const end = stored.has(bucket.start_time) ? start : bucket.end_time * 1_000;
    await endpoint.store({ from: start, to: end }, [bucket], tally, async () => {});
  }
  while (waiting.isFull) await flush(waiting.takeFull());
  if (windowFrom < to) await flush(waiting.takeAll(), to);
  return tally;
}

/** Buckets of days and of hours both begin at a day's start in UTC, as OpenAI bills. */
function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

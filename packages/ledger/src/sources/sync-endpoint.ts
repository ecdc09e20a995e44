import type { OpenAiBucket } from "../import/openai-page.ts";
import { ROWS_PER_TRANSACTION } from "../append.ts";
import type { LedgerStore, LedgerTransaction } from "../store.ts";
import { bucketPages, type PageRequest } from "./bucket-pages.ts";
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

const DAY_MS = 86_400_000;

/**
 * Reads an endpoint from where its cursor stands, and once more over the trailing window, up to now. Each transaction replaces a
 * span and moves the cursor with it: a sync that is interrupted goes on from there, and what was read twice is counted once.
 */
export async function syncEndpoint(store: LedgerStore, endpoint: Endpoint, task: SyncTask): Promise<EndpointTally> {
  const name = cursorName(task.source, endpoint.name);
  const stored = await readSyncCursor(store, name);
  const oldest = startOfDay(task.now - task.backfillMs);
  // A backfill that was made longer begins anew: what lies between is read again and counted once.
  const cursor = stored !== undefined && stored.from <= oldest ? stored : undefined;
  const from = cursor === undefined ? oldest : Math.max(oldest, startOfDay(cursor.through - endpoint.trailingMs));
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
  let waiting: OpenAiBucket[] = [];
  let results = 0;
  let windowFrom = from;
  const flush = async (end: number) => {
    const window = { from: windowFrom, to: end };
    const through = Math.max(cursor?.through ?? 0, end);
    await endpoint.store(window, waiting, tally, (tx) =>
      writeSyncCursor(tx, name, { from: cursor?.from ?? from, through }),
    );
    task.onProgress?.(endpoint.name, { from, through: end, to });
    windowFrom = end;
    waiting = [];
    results = 0;
  };
  for await (const bucket of bucketPages((request) => endpoint.fetch(request), { from, to }, endpoint.name)) {
    const [start, end] = [bucket.start_time * 1_000, bucket.end_time * 1_000];
    if (start >= to) continue;
    tally.buckets += 1;
    if (start < windowFrom) {
      // Out of order: it is stored by itself, and the cursor waits for the others.
      await endpoint.store({ from: start, to: end }, [bucket], tally, async () => {});
      continue;
    }
    waiting.push(bucket);
    results += bucket.results.length;
    if (results >= ROWS_PER_TRANSACTION) await flush(end);
    task.signal?.throwIfAborted();
  }
  if (windowFrom < to) await flush(to);
  return tally;
}

/** Buckets of days and of hours both begin at a day's start in UTC, as OpenAI bills. */
function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

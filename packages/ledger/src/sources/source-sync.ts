import type { StoreOptions } from "./bucket-endpoints.ts";
import { DAY_MS, type SyncTask } from "./sync-endpoint.ts";

/** One organisation of a provider that is to be read, through a client of its admin API. */
export interface SourceSync<Client> extends StoreOptions {
  readonly client: Client;
  /** Its name, where there are several. */
  readonly organisation?: string;
  /** In milliseconds since 1970 UTC. */
  readonly now: number;
  /** How far back a first sync goes. */
  readonly backfillDays: number;
  readonly onProgress?: SyncTask["onProgress"];
  readonly signal?: AbortSignal;
}

/** What a source is called in the ledger: `openai-admin`, or `openai-admin:<organisation>` where there are several. */
export function sourceName(kind: string, organisation: string | undefined): string {
  return organisation === undefined ? kind : `${kind}:${organisation}`;
}

/** What the sync of each endpoint of a source is told. */
export function syncTask(source: string, sync: SourceSync<unknown>): SyncTask {
  const { now, backfillDays, onProgress, signal } = sync;
  return {
    source,
    now,
    backfillMs: backfillDays * DAY_MS,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
}

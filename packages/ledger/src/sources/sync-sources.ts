import type { RunrateError } from "@runrate/core";
import { z } from "zod";
import { writeCursor } from "../cursor.ts";
import type { TallyOptions } from "../import/tally.ts";
import type { LedgerStore } from "../store.ts";
import { openAdminClient } from "./openai-admin/admin-client.ts";
import { openAnthropicClient } from "./anthropic-admin/anthropic-client.ts";
import { openLiteLlmClient } from "./litellm/litellm-client.ts";
import { syncLiteLlm } from "./litellm/sync-litellm.ts";
import { syncAnthropic } from "./anthropic-admin/sync-anthropic.ts";
import { syncOpenAi } from "./openai-admin/sync-openai.ts";
import type { SyncReport } from "./read-endpoints.ts";
import { sourceName, type SourceSync } from "./source-sync.ts";
import type { SyncTask } from "./sync-endpoint.ts";

/** A provider's admin API, or a LiteLLM proxy, that is to be read, with its key. Never log this value. */
export interface AdminKey {
  readonly provider: "openai" | "anthropic" | "litellm";
  /** The organisation's name, where there are several. */
  readonly organisation?: string;
  readonly key: string;
  readonly baseUrl?: string;
  /** How far back a first sync goes. */
  readonly backfillDays: number;
}

/** How usage is stored that a sync brings. */
export interface SyncOptions extends TallyOptions {
  readonly onProgress?: (source: string, ...progress: Parameters<NonNullable<SyncTask["onProgress"]>>) => void;
  readonly signal?: AbortSignal;
}

/** Why a source could not be read when it was last tried. */
export const sourceFailure = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() });

export type SourceFailure = z.infer<typeof sourceFailure>;

const syncStatus = z.object({ failure: sourceFailure.optional() });

/** What the cursor of a source's status is called. */
const STATUS = "/status";

/** Reads every configured admin API, one after the other; how each went is kept in the ledger, for whoever asks. */
export async function syncSources(
  store: LedgerStore,
  keys: readonly AdminKey[],
  options: SyncOptions,
): Promise<readonly SyncReport[]> {
  const reports: SyncReport[] = [];
  for (const key of keys) {
    const report = await syncOne(store, key, options);
    const failure = failureOf(report);
    await store.transaction((tx) =>
      writeCursor(tx, report.source + STATUS, JSON.stringify(failure === undefined ? {} : { failure })),
    );
    reports.push(report);
  }
  return reports;
}

async function syncOne(
  store: LedgerStore,
  { provider, organisation, key, baseUrl, backfillDays }: AdminKey,
  { onProgress, ...rest }: SyncOptions,
): Promise<SyncReport> {
  const kind = provider === "litellm" ? provider : `${provider}-admin`;
  const source = sourceName(kind, organisation);
  const access = { adminKey: key, ...(baseUrl === undefined ? {} : { baseUrl }) };
  const shared: Omit<SourceSync<never>, "client"> = {
    ...rest,
    ...(organisation === undefined ? {} : { organisation }),
    now: store.clock(),
    backfillDays,
    ...(onProgress === undefined ? {} : { onProgress: (endpoint, span) => onProgress(source, endpoint, span) }),
  };
  if (provider === "litellm") return await syncLiteLlm(store, { ...shared, client: await openLiteLlmClient(access) });
  return provider === "openai"
    ? await syncOpenAi(store, { ...shared, client: await openAdminClient(access) })
    : await syncAnthropic(store, { ...shared, client: await openAnthropicClient(access) });
}

function failureOf({ endpoints }: SyncReport): SourceFailure | undefined {
  const [failed] = endpoints.flatMap((outcome) => (outcome.kind === "failed" ? [outcome.error] : []));
  if (failed) return describeFailure(failed);
  const rejected = endpoints.flatMap((one) => (one.kind === "read" && one.rejected > 0 ? [one] : []))[0];
  if (rejected === undefined) return undefined;
  const [reason = ""] = rejected.reasons;
  return {
    code: "source_rejected",
    message: `${rejected.rejected} entries of ${rejected.endpoint} could not be read: ${reason}`,
  };
}

/** An error as it is kept and shown. */
export function describeFailure({ code, message, hint }: RunrateError): SourceFailure {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/** How a source's last sync failed; undefined when it did not, or for a source that is not synced. */
export async function lastFailures(store: Pick<LedgerStore, "db">): Promise<ReadonlyMap<string, SourceFailure>> {
  const rows = await store.db.selectFrom("cursors").selectAll().where("source", "like", `%${STATUS}`).execute();
  return new Map(
    rows.flatMap(({ source, cursor }) => {
      const { failure } = syncStatus.parse(JSON.parse(cursor));
      return failure === undefined ? [] : [[source.slice(0, -STATUS.length), failure] as const];
    }),
  );
}

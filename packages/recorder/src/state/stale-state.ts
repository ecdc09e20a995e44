import { findStaleState, RunrateError, type StaleState, type StoredState } from "@runrate/core";
import type { LedgerStore } from "@runrate/ledger";
import type OpenAI from "openai";

export const STATE_KINDS = ["thread", "conversation", "vector_store"] as const;

export type StateKind = (typeof STATE_KINDS)[number];

/** Binary gigabytes, in which vector stores are billed. */
const GB = 1_073_741_824;

/** What is stale, and what was looked at. */
export interface StaleFound {
  readonly stale: readonly StaleState[];
  /** Conversations of the ledger whose ids are an application's own: there is nothing to delete at the provider. */
  readonly ownIds: number;
}

/**
 * Threads and conversations without a call for so many days, from the ledger (no provider lists them), and vector stores without
 * activity, from the provider. What an earlier run has deleted is left out.
 */
export async function findStale(
  ledger: LedgerStore,
  client: OpenAI | undefined,
  kinds: readonly StateKind[],
  idleDays: number,
  now: number,
): Promise<StaleFound> {
  const { deletedState, lastCalls } = await import("@runrate/ledger");
  const states: StoredState[] = [];
  let ownIds = 0;
  const ofLedger = kinds.filter((kind) => kind !== "vector_store");
  if (ofLedger.length > 0) {
    const gone = new Set([...(await deletedState(ledger, "thread")), ...(await deletedState(ledger, "conversation"))]);
    for (const { conversation: id, at, tokens } of await lastCalls(ledger, now + 1, [], 1_000_000)) {
      const kind = id.startsWith("thread_") ? "thread" : id.startsWith("conv_") ? "conversation" : undefined;
      if (kind === undefined) ownIds += 1;
      else if (ofLedger.includes(kind) && !gone.has(id)) states.push({ kind, id, lastActiveAt: at, tokens });
    }
  }
  if (kinds.includes("vector_store") && client !== undefined) {
    const gone = await deletedState(ledger, "vector_store");
    for await (const store of client.vectorStores.list({ limit: 100 })) {
      if (gone.has(store.id)) continue;
      states.push({
        kind: "vector_store",
        id: store.id,
        lastActiveAt: (store.last_active_at ?? store.created_at) * 1_000,
        gigabytes: gigabytes(store.usage_bytes),
      });
    }
  }
  return { stale: findStaleState(states, now, { idleDays }), ownIds };
}

/** Decimal text of bytes in GB, to the byte's billionth. */
function gigabytes(bytes: number): string {
  const billionths = (BigInt(bytes) * 1_000_000_000n + BigInt(GB / 2)) / BigInt(GB);
  return `${billionths / 1_000_000_000n}.${String(billionths % 1_000_000_000n).padStart(9, "0")}`;
}

/** What deleting came to. */
export interface Deleted {
  readonly deleted: number;
  /** The provider no longer had it. */
  readonly alreadyGone: number;
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Deletes state at the provider, one after another, and notes each in the ledger as it goes: interrupted, it goes on with the rest.
 * A failure is counted and does not hold up the others; a key that may not delete ends it.
 *
 * @throws RunrateError `cleanup_refused`
 */
export async function deleteStale(
  ledger: LedgerStore,
  client: OpenAI,
  stale: readonly StaleState[],
  onProgress: (done: number) => void = () => {},
): Promise<Deleted> {
  const { markDeleted } = await import("@runrate/ledger");
  let deleted = 0;
  let alreadyGone = 0;
  const failed: { id: string; reason: string }[] = [];
  for (const [index, { state }] of stale.entries()) {
    try {
      await deleteOne(client, state);
      deleted += 1;
      await markDeleted(ledger, state.kind, state.id);
    } catch (error) {
      const status = error instanceof Error && "status" in error ? error.status : undefined;
      if (status === 404) {
        alreadyGone += 1;
        await markDeleted(ledger, state.kind, state.id);
      } else if (status === 401 || status === 403) {
        throw new RunrateError(
          "cleanup_refused",
          `the key may not delete ${state.kind.replace("_", " ")}s (${deleted} deleted before)`,
          { status, hint: "Use a key with write access to what is to be deleted, then run the same command again." },
          { cause: error },
        );
      } else {
        failed.push({ id: state.id, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    onProgress(index + 1);
  }
  return { deleted, alreadyGone, failed };
}

async function deleteOne(client: OpenAI, { kind, id }: StoredState): Promise<void> {
  if (kind === "vector_store") await client.vectorStores.delete(id);
  else if (kind === "conversation") await client.conversations.delete(id);
  else await client.beta.threads.delete(id);
}

import { Worker } from "node:worker_threads";
import type { RunrateConfig } from "@runrate/config";
import type { Catalogue, ModelAliases } from "@runrate/core";
import { RunrateError } from "@runrate/core";
import type { AdminKey, LedgerSettings, SourceFailure } from "@runrate/ledger";

/** What the worker is given; copied to its thread. */
export interface SyncWork {
  readonly ledgerUrl: string;
  readonly settings: LedgerSettings;
  readonly catalogue: Catalogue;
  readonly aliases: ModelAliases;
  readonly workloads: RunrateConfig["workloads"];
  readonly keys: readonly AdminKey[];
  /** Of users' pseudonyms; undefined: they are stored by name. */
  readonly pseudonymKey: string | undefined;
  /** How far the server's clock is ahead of the machine's. */
  readonly aheadMs: number;
}

/** What the worker tells. */
export type SyncMessage =
  | {
      readonly kind: "progress";
      readonly source: string;
      readonly endpoint: string;
      readonly through: number;
      readonly to: number;
    }
  | {
      readonly kind: "source";
      readonly source: string;
      /** Records and lines of the bill that are new, changed or gone. */
      readonly stored: number;
      readonly failures: readonly SourceFailure[];
    }
  | { readonly kind: "failed"; readonly failure: SourceFailure }
  | { readonly kind: "done" };

/**
 * Runs one sync in a thread of its own.
 *
 * @throws RunrateError what the worker failed with, `sync_stopped` when the signal was given
 */
export async function runSync(
  work: SyncWork,
  onMessage: (message: SyncMessage) => void,
  signal: AbortSignal,
): Promise<void> {
  const worker = new Worker(new URL("./sync-worker.ts", import.meta.url), { workerData: work });
  const stop = () => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      let failure: SourceFailure | undefined;
      let isDone = false;
      worker.on("message", (message: SyncMessage) => {
        if (message.kind === "failed") ({ failure } = message);
        else if (message.kind === "done") isDone = true;
        onMessage(message);
      });
      worker.once("error", reject);
      worker.once("exit", () => {
        if (failure)
          reject(new RunrateError(failure.code, failure.message, failure.hint ? { hint: failure.hint } : {}));
        else if (isDone) resolve();
        else reject(new RunrateError("sync_stopped", "the sync was stopped; the next one goes on from there"));
      });
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

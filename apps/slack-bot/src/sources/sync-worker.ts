import { parentPort, workerData } from "node:worker_threads";
import { workloadRule } from "@runrate/config";
import { compilePricer, RunrateError } from "@runrate/core";
import { describeFailure, openLedger, recordPricer, syncSources, userPseudonym, whileLeader } from "@runrate/ledger";
import type { SyncMessage, SyncWork } from "./sync-work.ts";

/** Reads the admin APIs beside the event loop that answers Slack: pages of an organisation's months are large. */
async function work(given: SyncWork): Promise<void> {
  const { ledgerUrl, settings, catalogue, aliases, workloads, keys, pseudonymKey, aheadMs } = given;
  const ledger = await openLedger(ledgerUrl, { clock: () => Date.now() + aheadMs, settings });
  try {
    // Of several replicas one reads; what it stores is there for all of them.
    const reports = await whileLeader(ledger, "sync", (signal) =>
      syncSources(ledger, keys, {
        signal,
        price: recordPricer(compilePricer(catalogue, aliases), aliases),
        matchWorkload: workloadRule(workloads),
        ...(pseudonymKey === undefined ? {} : { pseudonym: userPseudonym(pseudonymKey) }),
        onProgress: (source, endpoint, { through, to }) => post({ kind: "progress", source, endpoint, through, to }),
      }),
    );
    for (const { source, endpoints } of reports ?? []) {
      const failures = endpoints.flatMap((one) => (one.kind === "failed" ? [describeFailure(one.error)] : []));
      const stored = endpoints.reduce((sum, one) => sum + (one.kind === "read" ? one.stored + one.removed : 0), 0);
      post({ kind: "source", source, stored, failures });
    }
    post({ kind: "done" });
  } catch (error) {
    if (!(error instanceof RunrateError)) throw error;
    post({ kind: "failed", failure: describeFailure(error) });
  } finally {
    await ledger.close();
  }
}

function post(message: SyncMessage): void {
  parentPort?.postMessage(message);
}

const task: SyncWork = workerData;
await work(task);

import { RunrateError } from "@runrate/core";
import type { LedgerStore } from "../store.ts";
import { syncEndpoint, type Endpoint, type EndpointTally, type SyncTask } from "./sync-endpoint.ts";

/** What came of one endpoint. `not_offered`: the server has no such endpoint, which is no failure. */
export type EndpointOutcome =
  | ({ readonly kind: "read"; readonly endpoint: string } & EndpointTally)
  | { readonly kind: "not_offered"; readonly endpoint: string }
  | { readonly kind: "failed"; readonly endpoint: string; readonly error: RunrateError };

/** What came of a sync. */
export interface SyncReport {
  readonly source: string;
  readonly endpoints: readonly EndpointOutcome[];
}

/** How a provider's failures are told. */
export interface FailureReader {
  isNotOffered(error: unknown): boolean;
  /** The failure in our words, without secrets; errors that are not the provider's as they are. */
  describe(error: unknown, what: string): unknown;
}

/** Without rights to one endpoint there are none to the others. */
const FOR_ALL = new Set(["admin_key_refused", "admin_key_without_rights", "source_unreachable"]);

/**
 * Reads endpoints one after the other; one that fails does not keep the others from being read, unless all would fail alike.
 *
 * @throws RunrateError `ledger_*` when the database refuses; whatever is not the provider's failure
 */
export async function readEndpoints(
  store: LedgerStore,
  endpoints: readonly Endpoint[],
  task: SyncTask,
  failures: FailureReader,
): Promise<SyncReport> {
  const outcomes: EndpointOutcome[] = [];
  for (const endpoint of endpoints) {
    const outcome = await readEndpoint(store, endpoint, task, failures);
    outcomes.push(outcome);
    if (outcome.kind === "failed" && FOR_ALL.has(outcome.error.code)) break;
  }
  return { source: task.source, endpoints: outcomes };
}

/** Whether an endpoint was read to its end. */
export function wasRead({ endpoints }: SyncReport, endpoint: string): boolean {
  return endpoints.some((outcome) => outcome.kind === "read" && outcome.endpoint === endpoint);
}

async function readEndpoint(
  store: LedgerStore,
  endpoint: Endpoint,
  task: SyncTask,
  failures: FailureReader,
): Promise<EndpointOutcome> {
  try {
    return { kind: "read", endpoint: endpoint.name, ...(await syncEndpoint(store, endpoint, task)) };
  } catch (error) {
    if (failures.isNotOffered(error)) return { kind: "not_offered", endpoint: endpoint.name };
    const failure = failures.describe(error, endpoint.name);
    const isOurs = !(failure instanceof RunrateError) || failure.code.startsWith("ledger_");
    if (isOurs || task.signal?.aborted === true) throw failure;
    return { kind: "failed", endpoint: endpoint.name, error: failure };
  }
}

import { describe } from "vitest";
import { historyContract } from "./contract-history.ts";
import { ingestContract } from "./contract-ingest.ts";
import { queryContract } from "./contract-query.ts";
import { retentionContract } from "./contract-retention.ts";
import type { OpenStore } from "./contract-store.ts";

/** The one suite that every store passes: an adapter is a few lines, its oddities and a call of this. */
export function storeContract(name: string, open: OpenStore): void {
  describe(`${name} keeps the ledger's contract`, () => {
    ingestContract(open);
    queryContract(open);
    historyContract(open);
    retentionContract(open);
  });
}

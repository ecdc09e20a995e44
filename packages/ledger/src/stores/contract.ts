import { describe } from "vitest";
import { crossingContract } from "./contract-crossings.ts";
import { historyContract } from "./contract-history.ts";
import { ingestContract } from "./contract-ingest.ts";
import { progressContract } from "./contract-progress.ts";
import { queryContract } from "./contract-query.ts";
import { retentionContract } from "./contract-retention.ts";
import { rollupContract } from "./contract-rollups.ts";
import type { OpenStore } from "./contract-store.ts";

/** The one suite that every store passes: an adapter is a few lines, its oddities and a call of this. */
export function storeContract(name: string, open: OpenStore): void {
  describe(`${name} keeps the ledger's contract`, () => {
    ingestContract(open);
    progressContract(open);
    queryContract(open);
    rollupContract(open);
    crossingContract(open);
    historyContract(open);
    retentionContract(open);
  });
}

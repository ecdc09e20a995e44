import { toDecimal, ZERO_USD, addUsd, type PicoUsd } from "@runrate/core";
import { writeAudit } from "./audit.ts";
import type { WorkloadMatcher } from "./record.ts";
import { applyRevisions } from "./revise.ts";
import type { LedgerStore } from "./store.ts";

/**
 * Applies a changed workload configuration to stored usage in [from, to): records that name their own workload keep it, the
 * others get what the matcher says now. Amounts do not change. Leaves an audit entry.
 *
 * @returns how many records moved
 */
export async function attributeAgain(
  store: LedgerStore,
  matchWorkload: WorkloadMatcher,
  scope: { readonly from: number; readonly to: number },
  actor: string,
): Promise<number> {
  return await applyRevisions(
    store,
    "attribute",
    {
      ...scope,
      revise(entry) {
        if (entry.record.workload !== undefined) return entry;
        const { workload: _before, ...rest } = entry;
        const workload = matchWorkload(entry.record);
        return workload === undefined ? rest : { ...rest, workload };
      },
    },
    async (tx, revisions) => {
      let moved: PicoUsd = ZERO_USD;
      for (const { after } of revisions) if (after.charge.kind === "priced") moved = addUsd(moved, after.charge.usd);
      await writeAudit(tx, {
        actor,
        action: "attribute",
        details: { records: revisions.length, usd: toDecimal(moved) },
      });
    },
  );
}

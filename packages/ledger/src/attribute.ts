import { picoUsd, toDecimal, ZERO_USD, addUsd, type PicoUsd } from "@runrate/core";
import { writeAudit } from "./audit.ts";
import type { WorkloadMatcher } from "./record.ts";
import { applyRevisions, findRevisions, type Reviser, type Revision } from "./revise.ts";
import type { LedgerReader, LedgerStore } from "./store.ts";

/** Stored usage in [from, to) milliseconds since 1970 UTC. */
interface AttributionScope {
  readonly from: number;
  readonly to: number;
}

/** The usage that moves to a workload; null: to none. */
export interface Attribution {
  readonly workload: string | null;
  readonly records: number;
  readonly usd: PicoUsd;
}

/** What `attributeAgain` would move, without moving anything. */
export async function previewAttribution(
  ledger: LedgerReader,
  matchWorkload: WorkloadMatcher,
  scope: AttributionScope,
): Promise<readonly Attribution[]> {
  const moved = new MovedUsage();
  for await (const revision of findRevisions(ledger, reviserOf(matchWorkload, scope))) moved.add(revision);
  return moved.byWorkload();
}

/**
 * Applies a changed workload configuration to stored usage: records that name their own workload keep it, the others get what the
 * matcher says now. Amounts do not change. Leaves an audit entry for every transaction's part of it.
 *
 * @returns what has moved, the dearest first
 */
export async function attributeAgain(
  store: LedgerStore,
  matchWorkload: WorkloadMatcher,
  scope: AttributionScope,
  actor: string,
): Promise<readonly Attribution[]> {
  const moved = new MovedUsage();
  await applyRevisions(store, "attribute", reviserOf(matchWorkload, scope), async (tx, revisions) => {
    const part = new MovedUsage();
    for (const revision of revisions) {
      moved.add(revision);
      part.add(revision);
    }
    const usd = part.byWorkload().reduce((sum, one) => addUsd(sum, one.usd), ZERO_USD);
    await writeAudit(tx, {
      actor,
      action: "attribute",
      details: { records: revisions.length, usd: toDecimal(usd) },
    });
  });
  return moved.byWorkload();
}

function reviserOf(matchWorkload: WorkloadMatcher, scope: AttributionScope): Reviser {
  return {
    ...scope,
    revise(entry) {
      if (entry.record.workload !== undefined) return entry;
      const { workload: _before, ...rest } = entry;
      const workload = matchWorkload(entry.record);
      return workload === undefined ? rest : { ...rest, workload };
    },
  };
}

class MovedUsage {
  readonly #byWorkload = new Map<string | null, { records: number; usd: bigint }>();

  add({ after }: Revision): void {
    const workload = after.workload ?? null;
    const sum = this.#byWorkload.get(workload) ?? { records: 0, usd: 0n };
    sum.records += 1;
    if (after.charge.kind === "priced") sum.usd += after.charge.usd;
    this.#byWorkload.set(workload, sum);
  }

  byWorkload(): readonly Attribution[] {
    return [...this.#byWorkload]
      .map(([workload, { records, usd }]) => ({ workload, records, usd: picoUsd(usd) }))
      .sort((a, b) => (a.usd === b.usd ? b.records - a.records : a.usd > b.usd ? -1 : 1));
  }
}

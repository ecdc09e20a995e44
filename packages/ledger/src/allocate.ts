import { addUsd, allocateUsd, subtractUsd, sumUsd, ZERO_USD, type PicoUsd } from "@runrate/core";
import type { Dimension } from "./dimension.ts";
import { querySpend } from "./query.ts";
import type { LedgerReader, SpendFilter } from "./store.ts";

/** What one value of a dimension bears. */
export interface AllocatedRow {
  /** Null: what nobody is named for, when it is not shared out. */
  readonly name: string | null;
  readonly own: PicoUsd;
  /** Of what is shared, in proportion to what it spends itself. */
  readonly share: PicoUsd;
  readonly total: PicoUsd;
}

/** Shared spend, shared out: `rows` add up to `total` exactly. */
export interface Allocation {
  /** The dearest first, ties by name. */
  readonly rows: readonly AllocatedRow[];
  readonly shared: PicoUsd;
  /** Of the total, what nobody is named for; a part of `shared` when that is what is shared out. */
  readonly unattributed: PicoUsd;
  readonly total: PicoUsd;
}

/**
 * Shares out spend that serves all: in proportion to what each spends itself, to the last pico-dollar. Where nobody spends
 * anything, nothing can be shared out, and it stays with nobody.
 *
 * @param shared which spend is shared out; absent: what has no value in the dimension
 */
export async function allocateShared(
  ledger: LedgerReader,
  question: {
    readonly from: number;
    readonly to: number;
    readonly zone: string;
    readonly by: Dimension;
    readonly where: readonly SpendFilter[];
  },
  shared?: SpendFilter,
): Promise<Allocation> {
  const { by, where, ...span } = question;
  const all = await querySpend(ledger, { ...span, by: [by], where });
  const pot =
    shared === undefined ? undefined : await querySpend(ledger, { ...span, by: [by], where: [...where, shared] });
  const taken = new Map(pot?.rows.map((row) => [row.key[0] ?? null, row.usd]));
  const own = all.rows.map((row) => {
    const name = row.key[0] ?? null;
    const isPot = shared === undefined && name === null;
    return { name, usd: isPot ? ZERO_USD : subtractUsd(row.usd, taken.get(name) ?? ZERO_USD) };
  });
  const unattributed = all.rows.find((row) => (row.key[0] ?? null) === null)?.usd ?? ZERO_USD;
  const amount = pot?.total.usd ?? unattributed;
  const bearers = own.filter(({ name, usd }) => name !== null && usd > 0n);
  const shares = new Map(
    bearers.length === 0
      ? [[null, amount] as const]
      : allocateUsd(
          amount,
          bearers.map(({ usd }) => usd),
        ).map((share, index) => [bearers[index]?.name ?? null, share] as const),
  );
  // What stays with nobody needs a row of nobody's, also where every record names somebody.
  const hasNobody = own.some(({ name }) => name === null);
  const rows = (bearers.length > 0 || hasNobody ? own : [...own, { name: null, usd: ZERO_USD }])
    .map(({ name, usd }) => {
      const share = shares.get(name) ?? ZERO_USD;
      return { name, own: usd, share, total: addUsd(usd, share) };
    })
    .filter(({ total }) => total !== 0n)
    .toSorted((a, b) =>
      a.total === b.total ? ((a.name ?? "") < (b.name ?? "") ? -1 : 1) : a.total > b.total ? -1 : 1,
    );
  return { rows, shared: amount, unattributed, total: sumUsd(rows.map(({ total }) => total)) };
}

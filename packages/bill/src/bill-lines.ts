import type { CallSiteChange } from "@runrate/callsites";
import {
  billChange,
  directionOf,
  estimateCall,
  totalBill,
  type AmountChange,
  type BilledChange,
  type BillTotal,
  type CallCost,
  type KnownSizes,
  type ModelCall,
  type PriceCall,
} from "@runrate/core";
import { groupByCall, type CallGroup } from "./call-group.ts";
import { sizesAfter } from "./known-sizes.ts";
import type { CallVolume, VolumeBook } from "./volume.ts";

/** What the changes of one call do to the bill. */
export interface BillLine {
  readonly group: CallGroup;
  readonly bill: BilledChange;
  /** A bound where several calls share what was measured. */
  readonly atMost: AmountChange | null;
  readonly volume: CallVolume;
  readonly assumptions: readonly string[];
}

/** Bills changes call by call. */
export function billLines(changes: readonly CallSiteChange[], book: VolumeBook, price: PriceCall): readonly BillLine[] {
  const groups = groupByCall(changes);
  return groups.map((group): BillLine => {
    const volume = book.of(group, groups);
    const cost = costOf(group, price, volume.sizes);
    const [only, ...others] = group.changes;
    const direction = only && others.length === 0 ? only.direction : directionOf(group, cost);
    const bill = billChange(direction, cost, volume.volume);
    const shared =
      volume.shared && billChange(direction, costOf(group, price, volume.shared.sizes), volume.shared.volume);
    return {
      group,
      bill,
      atMost: shared?.monthly ?? null,
      volume,
      assumptions: [...new Set([...volume.assumptions, ...bill.assumptions])],
    };
  });
}

/** The sum of all lines. Bounds of calls that draw on one volume do not add up: the largest stands for them. */
export function totalOf(lines: readonly BillLine[]): BillTotal {
  const largest = new Map<string, BillLine>();
  for (const line of lines) {
    const { pool } = line.volume;
    if (line.bill.volume?.share !== "at-most" || pool === null || !line.bill.monthly) continue;
    const known = largest.get(pool)?.bill.monthly;
    if (!known || size(line.bill.monthly) > size(known)) largest.set(pool, line);
  }
  const kept = new Set(largest.values());
  return totalBill(
    lines.map((line) =>
      line.bill.volume?.share === "at-most" && !kept.has(line) ? { ...line.bill, monthly: null } : line.bill,
    ),
  );
}

function costOf(
  { before, after }: CallGroup,
  price: PriceCall,
  sizes: KnownSizes | null,
): { before: CallCost | null; after: CallCost | null } {
  const cost = (call: ModelCall | null, known: KnownSizes | null) =>
    call && (known ? estimateCall(call, price, known) : estimateCall(call, price));
  return { before: cost(before, sizes), after: cost(after, sizes && sizesAfter(sizes, before, after)) };
}

function size({ delta }: AmountChange): bigint {
  return delta < 0n ? -delta : delta;
}

import { addUsd, subtractUsd, sumUsd, ZERO_USD, type PicoUsd } from "@runrate/core";
import { billedCosts } from "../billed-cost.ts";
import type { LedgerReader } from "../store.ts";
import { computedItems, dayItemKey, itemName, type ComputedItem, type ReconcilePrices } from "./computed-lines.ts";
import { isAdjustment, readLineItem, WHOLE_BILL } from "./line-item.ts";
import { commonRatio, likelyCause, type Cause } from "./likely-cause.ts";

/** One part of a day's bill against what usage comes to. */
export interface ReconcileLine {
  /** "2026-11-24", in UTC as the provider bills. */
  readonly day: string;
  readonly item: string;
  readonly component: string;
  readonly computed: PicoUsd;
  readonly billed: PicoUsd;
  /** Billed less computed. */
  readonly difference: PicoUsd;
  /** Absent where they agree. */
  readonly cause?: Cause;
}

/** From list prices to the invoice; each step is the sum of those before it. */
export interface ReconcileBridge {
  readonly list: PicoUsd;
  /** What negotiated prices take off (negative) or add. */
  readonly discounts: PicoUsd;
  readonly computed: PicoUsd;
  /** What is billed for usage less what was computed. */
  readonly residual: PicoUsd;
  readonly billed: PicoUsd;
  /** Credits, commitments, refunds and taxes on the bill. */
  readonly adjustments: PicoUsd;
  readonly invoice: PicoUsd;
}

/** A period's bill held against its usage. */
export interface Reconciliation {
  readonly provider: string;
  readonly from: number;
  readonly to: number;
  /** End of the last day on the bill; null when the ledger has no bill of the period. */
  readonly billedThrough: number | null;
  /** By day, then item, then component. */
  readonly lines: readonly ReconcileLine[];
  readonly days: readonly Omit<ReconcileLine, "item" | "component" | "cause">[];
  /** What each cause comes to over the period, the largest first. */
  readonly causes: readonly { readonly cause: Cause; readonly usd: PicoUsd }[];
  readonly bridge: ReconcileBridge;
  readonly unpricedRequests: number;
}

/**
 * Holds a provider's bill (its costs API) against what the ledger's usage comes to, by day in UTC, line item and component. Only
 * what bills is compared; nothing is changed.
 *
 * @param span half-open, in milliseconds since 1970 UTC; days that it cuts are compared by what lies in it
 */
export async function reconcile(
  ledger: LedgerReader,
  span: { readonly from: number; readonly to: number },
  prices: ReconcilePrices,
  provider = "openai",
): Promise<Reconciliation> {
  const bill = (await billedCosts(ledger, span)).filter((cost) => cost.provider === provider);
  const computed = await computedItems(ledger, span, provider, prices);
  const billed = new Map<string, Map<string, PicoUsd>>();
  let adjustments = ZERO_USD;
  let billedThrough: number | null = null;
  const wholeDays = new Set<string>();
  for (const cost of bill) {
    billedThrough = Math.max(billedThrough ?? 0, cost.at + cost.spanMs);
    if (isAdjustment(cost.lineItem, cost.usd < 0n)) {
      adjustments = addUsd(adjustments, cost.usd);
      continue;
    }
    const { item, component } = readLineItem(cost.lineItem);
    const day = new Date(cost.at).toISOString().slice(0, 10);
    if (item === WHOLE_BILL) wholeDays.add(day);
    const key = dayItemKey(day, itemName(prices, provider, item));
    const parts = billed.get(key) ?? new Map<string, PicoUsd>();
    parts.set(component, addUsd(parts.get(component) ?? ZERO_USD, cost.usd));
    billed.set(key, parts);
  }
  const items = collapse(computed, wholeDays);
  const keys = [...new Set([...billed.keys(), ...items.keys()])].sort();
  const totalOf = (key: string) => sumUsd(billed.get(key)?.values() ?? []);
  const ratio = commonRatio(keys.map((key) => [totalOf(key), items.get(key)?.usd ?? ZERO_USD]));
  const billedDays = new Set([...billed.keys()].map((key) => key.split("\n")[0]));
  const lines = keys.flatMap((key): ReconcileLine[] => {
    const [day = "", item = ""] = key.split("\n");
    const usage = items.get(key);
    const facts = { isBilledDay: billedDays.has(day), commonRatio: ratio };
    const cause = likelyCause(totalOf(key), usage, facts);
    return partsOf(billed.get(key) ?? new Map(), usage).map(([component, billedUsd, usd]) => ({
      day,
      item,
      component,
      computed: usd,
      billed: billedUsd,
      difference: subtractUsd(billedUsd, usd),
      ...(cause === undefined || billedUsd === usd ? {} : { cause }),
    }));
  });
  const list = sumUsd([...items.values()].map((item) => item.list));
  const computedUsd = sumUsd([...items.values()].map(({ usd }) => usd));
  const billedUsd = sumUsd(lines.map((line) => line.billed));
  return {
    provider,
    ...span,
    billedThrough,
    lines,
    days: daysOf(lines),
    causes: causesOf(lines),
    bridge: {
      list,
      discounts: subtractUsd(computedUsd, list),
      computed: computedUsd,
      residual: subtractUsd(billedUsd, computedUsd),
      billed: billedUsd,
      adjustments,
      invoice: addUsd(billedUsd, adjustments),
    },
    unpricedRequests: [...items.values()].reduce((sum, item) => sum + item.unpricedRequests, 0),
  };
}

/** On days whose bill has no line items, usage is one sum as well. */
function collapse(
  computed: ReadonlyMap<string, ComputedItem>,
  days: ReadonlySet<string>,
): ReadonlyMap<string, ComputedItem> {
  const items = new Map<string, ComputedItem>();
  for (const [key, item] of computed) {
    const [day = ""] = key.split("\n");
    if (!days.has(day)) {
      items.set(key, item);
      continue;
    }
    const whole = dayItemKey(day, WHOLE_BILL);
    const sum = items.get(whole);
    const usd = addUsd(sum?.usd ?? ZERO_USD, item.usd);
    items.set(whole, {
      byComponent: new Map([[WHOLE_BILL, usd]]),
      usd,
      low: addUsd(sum?.low ?? ZERO_USD, item.low),
      high: addUsd(sum?.high ?? ZERO_USD, item.high),
      list: addUsd(sum?.list ?? ZERO_USD, item.list),
      unpricedRequests: (sum?.unpricedRequests ?? 0) + item.unpricedRequests,
    });
  }
  return items;
}

/** The components of an item: those of the bill, and of usage; a bill that does not split an item is held against its sum. */
function partsOf(
  billed: ReadonlyMap<string, PicoUsd>,
  usage: ComputedItem | undefined,
): readonly (readonly [component: string, billed: PicoUsd, computed: PicoUsd])[] {
  const whole = billed.get("");
  if (whole !== undefined) return [["", sumUsd(billed.values()), usage?.usd ?? ZERO_USD]];
  const components = new Set([...billed.keys(), ...(usage?.byComponent.keys() ?? [])]);
  return [...components]
    .sort()
    .map((component) => [component, billed.get(component) ?? ZERO_USD, usage?.byComponent.get(component) ?? ZERO_USD]);
}

function daysOf(lines: readonly ReconcileLine[]): Reconciliation["days"] {
  const days = new Map<string, { computed: PicoUsd; billed: PicoUsd }>();
  for (const { day, computed, billed } of lines) {
    const sum = days.get(day) ?? { computed: ZERO_USD, billed: ZERO_USD };
    days.set(day, { computed: addUsd(sum.computed, computed), billed: addUsd(sum.billed, billed) });
  }
  return [...days].map(([day, { computed, billed }]) => ({
    day,
    computed,
    billed,
    difference: subtractUsd(billed, computed),
  }));
}

function causesOf(lines: readonly ReconcileLine[]): Reconciliation["causes"] {
  const sums = new Map<Cause, PicoUsd>();
  for (const { cause, difference } of lines) {
    if (cause !== undefined) sums.set(cause, addUsd(sums.get(cause) ?? ZERO_USD, difference));
  }
  const size = (usd: bigint) => (usd < 0n ? -usd : usd);
  return [...sums].map(([cause, usd]) => ({ cause, usd })).sort((a, b) => (size(b.usd) > size(a.usd) ? 1 : -1));
}

import { daysOf, hourOfWeek, weekday, type Span } from "../period.ts";

/** Spend of a stretch of time, and the slot of the week that it is compared within. */
export interface Slot extends Span {
  readonly usd: bigint;
  /** Hours: hour of the week, 0 to 167; days: weekday, 1 to 7. */
  readonly slot: number;
  /** The wider class that stands in while a slot was seen too seldom: the same hour of any weekday, or of any weekend. */
  readonly kind: number;
}

const HOUR = 3_600_000;

/** From so many of its own weeks on a slot speaks for itself; until then its kind is asked as well. */
const OWN_WEEKS = 4;

/** Middle and spread of what a slot usually costs. */
export interface Usual {
  readonly median: bigint;
  /** Median absolute deviation. */
  readonly mad: bigint;
  readonly samples: number;
}

/** The whole hours from `from` to `to`, both on the hour, with the spend that `usdOf` answers for the hour's index. */
export function hourSlots({ from, to }: Span, zone: string, usdOf: (index: number) => bigint): Slot[] {
  const slots: Slot[] = [];
  for (const day of daysOf({ from, to }, zone)) {
    const first = Math.ceil((day.from - from) / HOUR) * HOUR + from;
    // Counting on from the day's first hour is exact but on the two days of the year that are not 24 hours long.
    const even = day.to - day.from === 24 * HOUR;
    const start = even ? hourOfWeek(first, zone) : 0;
    for (let at = first; at < day.to; at += HOUR) {
      const slot = even ? start + (at - first) / HOUR : hourOfWeek(at, zone);
      const kind = (slot % 24) + (slot >= 5 * 24 ? 24 : 0);
      slots.push({ from: at, to: at + HOUR, usd: usdOf((at - from) / HOUR), slot, kind });
    }
  }
  return slots;
}

export function daySlot(span: Span, usd: bigint, zone: string): Slot {
  const slot = weekday(span.from, zone);
  return { ...span, usd, slot, kind: slot > 5 ? 1 : 0 };
}

/** Answers what a slot usually costs, from the history alone. */
export function usualOf(history: readonly Slot[]): (slot: Pick<Slot, "slot" | "kind">) => Usual {
  const bySlot = group(history, ({ slot }) => slot);
  const byKind = group(history, ({ kind }) => kind);
  const known = new Map<number, Usual>();
  return ({ slot, kind }) => {
    const cached = known.get(slot);
    if (cached) return cached;
    const own = bySlot.get(slot) ?? [];
    const usual = middle(own.length >= OWN_WEEKS ? own : (byKind.get(kind) ?? []));
    known.set(slot, usual);
    return usual;
  };
}

function group(history: readonly Slot[], keyOf: (slot: Slot) => number): Map<number, bigint[]> {
  const groups = new Map<number, bigint[]>();
  for (const slot of history) {
    const amounts = groups.get(keyOf(slot));
    if (amounts) amounts.push(slot.usd);
    else groups.set(keyOf(slot), [slot.usd]);
  }
  return groups;
}

function middle(amounts: readonly bigint[]): Usual {
  const median = medianOf(amounts);
  return { median, mad: medianOf(amounts.map((usd) => distance(usd, median))), samples: amounts.length };
}

function medianOf(amounts: readonly bigint[]): bigint {
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0n;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? 0n)) / 2n;
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

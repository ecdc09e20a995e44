import { sql } from "kysely";
import { amountOf } from "./amount.ts";
import { HOUR_MS } from "./rollup.ts";
import { filtersOf, needsRecords, scopeCondition, teamInstants } from "./scope.ts";
import type { LedgerReader, SpendFilter } from "./store.ts";

/** Whose running total: a half-open period, filters that all hold, and what is added up. */
export interface CrossingScope {
  readonly from: number;
  readonly to: number;
  readonly where: readonly SpendFilter[];
  /** "usd": likely cost in pico-dollars; "tokens": input and output tokens. */
  readonly measure: "usd" | "tokens";
}

/** The first record, by time then order of arrival, whose running total reaches an amount; or how far the total came. */
export type Crossing =
  | {
      readonly kind: "crossed";
      readonly id: string;
      readonly at: number;
      readonly seq: bigint;
      readonly running: bigint;
    }
  | { readonly kind: "not_reached"; readonly total: bigint };

/**
 * When a running total first reaches each of some amounts (pico-dollars or tokens), found from the records, whatever the time of
 * asking, in one pass; answers in the order of the amounts. An amount of 0 or less is reached by the first record. Hours that do
 * not matter are skipped by their roll-ups: for each amount the records of at most one hour are read.
 */
export async function findCrossings(
  ledger: LedgerReader,
  scope: CrossingScope,
  amounts: readonly bigint[],
): Promise<readonly Crossing[]> {
  const wanted = amounts.map((amount, index) => ({ amount, index })).sort((a, b) => (a.amount < b.amount ? -1 : 1));
  const found = new Map<number, Crossing>();
  let running = 0n;
  let next = 0;
  for await (const stretch of stretches(ledger, scope)) {
    const end = running + stretch.sum;
    for (let one = wanted[next]; one !== undefined && end >= one.amount; one = wanted[next]) {
      const reached = await crossInside(ledger, scope, stretch, running, wanted.slice(next));
      for (const [index, crossing] of reached) found.set(index, crossing);
      next += Math.max(1, reached.size);
    }
    running = end;
    if (next >= wanted.length) break;
  }
  return amounts.map((_, index) => found.get(index) ?? { kind: "not_reached", total: running });
}

/** A stretch of time, at most an hour, and what it adds to the running total. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly sum: bigint;
}

const MEASURES = {
  usd: { high: sql`usd_micro`, low: sql`usd_pico` },
  tokens: { high: sql`0`, low: sql`input_tokens + output_tokens` },
} as const;

async function* stretches(ledger: LedgerReader, scope: CrossingScope): AsyncGenerator<Stretch> {
  const filters = filtersOf(ledger, scope.where);
  const fromRecords = filters.some((filter) => needsRecords(ledger, filter.dimension));
  const firstHour = Math.ceil(scope.from / HOUR_MS);
  const lastHour = Math.floor(scope.to / HOUR_MS);
  if (fromRecords || firstHour >= lastHour) {
    yield* sumByHour(ledger, scope, "records", scope.from, scope.to);
    return;
  }
  yield* sumByHour(ledger, scope, "records", scope.from, firstHour * HOUR_MS);
  // An hour that a change of teams cuts cannot be judged by its roll-up.
  const cut = filters.some((filter) => filter.dimension === "team") ? teamInstants(ledger, scope.from, scope.to) : [];
  let hour = firstHour;
  for (const at of [...cut].sort((a, b) => a - b)) {
    const before = Math.floor(at / HOUR_MS);
    if (at % HOUR_MS === 0 || before < hour || before >= lastHour) continue;
    yield* sumByHour(ledger, scope, "rollups", hour, before);
    yield* sumByHour(ledger, scope, "records", before * HOUR_MS, (before + 1) * HOUR_MS);
    hour = before + 1;
  }
  yield* sumByHour(ledger, scope, "rollups", hour, lastHour);
  yield* sumByHour(ledger, scope, "records", lastHour * HOUR_MS, scope.to);
}

async function* sumByHour(
  ledger: LedgerReader,
  scope: CrossingScope,
  facts: "rollups" | "records",
  lo: number,
  hi: number,
): AsyncGenerator<Stretch> {
  if (lo >= hi) return;
  const time = facts === "rollups" ? sql.ref("rollups.hour") : sql.ref("records.at");
  const hour = facts === "rollups" ? time : sql`${time} / 3600000`;
  const { high, low } = MEASURES[scope.measure];
  const { rows } = await sql<{ hour: bigint; high: bigint; low: bigint }>`
    select ${hour} as hour, sum(${high}) as high, sum(${low}) as low
    from ${sql.ref(facts)} cross join series
    where ${time} >= ${lo} and ${time} < ${hi} and series.id = ${sql.ref(`${facts}.series_id`)}
      and ${scopeCondition(ledger, scope.where, facts)}
    group by 1 order by 1`.execute(ledger.db);
  for (const row of rows) {
    const start = Number(row.hour) * HOUR_MS;
    const end = facts === "records" ? Math.min(start + HOUR_MS, hi) : start + HOUR_MS;
    yield { from: facts === "records" ? Math.max(start, lo) : start, to: end, sum: sumOf(scope, row.high, row.low) };
  }
}

function sumOf(scope: CrossingScope, high: bigint, low: bigint): bigint {
  return scope.measure === "usd" ? amountOf(high, low) : low;
}

async function crossInside(
  ledger: LedgerReader,
  scope: CrossingScope,
  stretch: Stretch,
  before: bigint,
  wanted: readonly { readonly amount: bigint; readonly index: number }[],
): Promise<Map<number, Crossing>> {
  const { high, low } = MEASURES[scope.measure];
  const { rows } = await sql<{ id: string; at: bigint; seq: bigint; high: bigint; low: bigint }>`
    select records.id as id, records.at as at, records.seq as seq, ${high} as high, ${low} as low
    from records cross join series
    where records.at >= ${stretch.from} and records.at < ${stretch.to} and series.id = records.series_id
      and ${scopeCondition(ledger, scope.where, "records")}
    order by records.at, records.seq`.execute(ledger.db);
  const found = new Map<number, Crossing>();
  let running = before;
  let next = 0;
  for (const row of rows) {
    running += sumOf(scope, row.high, row.low);
    for (let one = wanted[next]; one !== undefined && running >= one.amount; one = wanted[next]) {
      found.set(one.index, { kind: "crossed", id: row.id, at: Number(row.at), seq: row.seq, running });
      next += 1;
    }
    if (next >= wanted.length) break;
  }
  // Of an hour whose records are gone only the hour is known.
  if (rows.length === 0) {
    for (const { amount, index } of wanted) {
      if (before + stretch.sum < amount) break;
      found.set(index, { kind: "crossed", id: "", at: stretch.from, seq: 0n, running: before + stretch.sum });
    }
  }
  return found;
}

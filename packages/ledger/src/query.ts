import { picoUsd, type PicoUsd } from "@runrate/core";
import { sql, type RawBuilder } from "kysely";
import { amountOf } from "./amount.ts";
import { requireRecords } from "./horizon.ts";
import { isTimeBucket, planPieces, type Piece, type PieceSet } from "./pieces.ts";
import { MEASURES } from "./measures.ts";
import { dimensionValue, scopeCondition, type Facts } from "./scope.ts";
import type { LedgerReader, SpendCounts, SpendQuery, SpendResult, SpendRow } from "./store.ts";
import type { Dimension } from "./dimension.ts";

/**
 * What was spent in a half-open period, grouped and filtered. Reads roll-ups: the cost of an answer follows hours ×
 * combinations, not records; only the hours cut by the period's ends (or by a zone with :30 or :45 offsets), conversations and
 * tags are read from records. Exact: the total is the sum of the rows, to the pico-dollar.
 *
 * @throws RunrateError `unknown_zone`, `bad_period`, `unknown_dimension`, `records_pruned`
 */
export async function querySpend(ledger: LedgerReader, query: SpendQuery): Promise<SpendResult> {
  const plan = planPieces(ledger, query);
  await requireRecords(
    ledger,
    plan.sets.flatMap((set) => set.records),
  );
  const dimensions = query.by.filter((by): by is Dimension => !isTimeBucket(by));
  const groups = new Map<string, Group>();
  for (const set of plan.sets) {
    for await (const row of readSet(ledger, query, dimensions, set)) {
      let next = 0;
      const key = query.by.map((by) =>
        isTimeBucket(by) ? plan.nameOf(by, Number(row.start)) : (row[`k${next++}`] ?? null),
      );
      const name = JSON.stringify(key);
      const group = groups.get(name);
      if (group) addTo(group.sums, row);
      else groups.set(name, { key, sums: addTo(zeroSums(), row) });
    }
  }
  const total = zeroSums();
  for (const { sums } of groups.values()) for (const name of SUMS) total[name] += sums[name];
  const rows = [...groups.values()].map(({ key, sums }) => ({ key, ...spendOf(sums) }));
  rows.sort(inOrder(query));
  return {
    rows,
    total: spendOf(total),
    unpricedModels: total.unpriced_requests > 0n ? await unpricedModels(ledger, query) : [],
  };
}

const SUMS = ["records", ...MEASURES, "unpriced_requests"] as const;

type Sums = Record<(typeof SUMS)[number], bigint>;
type DimensionKeys = Partial<Record<`k${number}`, string | null>>;
type GroupRow = Record<(typeof SUMS)[number], bigint | null> & DimensionKeys & { readonly start: bigint };

interface Group {
  readonly key: readonly (string | null)[];
  readonly sums: Sums;
}

/** At most so many pieces go into one statement, below the engines' limits on bound values. */
const PIECES_PER_STATEMENT = 5_000;

async function* readSet(
  ledger: LedgerReader,
  query: SpendQuery,
  dimensions: readonly Dimension[],
  set: PieceSet,
): AsyncGenerator<GroupRow> {
  for (const facts of ["rollups", "records"] as const) {
    for (let from = 0; from < set[facts].length; from += PIECES_PER_STATEMENT) {
      const pieces = set[facts].slice(from, from + PIECES_PER_STATEMENT);
      yield* await readPieces(ledger, query, dimensions, facts, pieces, set.hourShiftMs);
    }
  }
}

async function readPieces(
  ledger: LedgerReader,
  query: SpendQuery,
  dimensions: readonly Dimension[],
  facts: Facts,
  pieces: readonly Piece[],
  hourShiftMs: number | undefined,
): Promise<readonly GroupRow[]> {
  if (ledger.dialect === "postgres") return await readRuns(ledger, query, dimensions, facts, pieces, hourShiftMs);
  const table = sql.ref(facts);
  const time = timeOf(facts);
  const values = sql.join(
    pieces.map(({ start, lo, hi }) => sql`(cast(${start} as bigint), cast(${lo} as bigint), cast(${hi} as bigint))`),
  );
  // The cross joins keep this order in SQLite: pieces first, then only their stretch of the facts.
  const { rows } = await sql<GroupRow>`
    with pieces(start, lo, hi) as (values ${values})
    select ${startOf(facts, hourShiftMs)} as start ${keysOf(ledger, dimensions, facts)}, ${sumsOf(facts)}
    from pieces cross join ${table} cross join series
    where ${time} >= pieces.lo and ${time} < pieces.hi and series.id = ${sql.ref(`${facts}.series_id`)}
      and ${scopeCondition(ledger, query.where, facts)}
    group by ${groupByOf(dimensions)}`.execute(ledger.db);
  return rows;
}

/** So many stretches of records go into one statement. */
const RUNS_PER_STATEMENT = 40;

/**
 * PostgreSQL does not use an index for pieces in a table beside the facts. Pieces that follow each other are one run, read in one
 * go between constant bounds, which also tell it the months; the piece of a row is found by halving.
 */
async function readRuns(
  ledger: LedgerReader,
  query: SpendQuery,
  dimensions: readonly Dimension[],
  facts: Facts,
  pieces: readonly Piece[],
  hourShiftMs: number | undefined,
): Promise<readonly GroupRow[]> {
  const time = timeOf(facts);
  const selects = runsOf(facts, pieces).map((run) => {
    const array = (values: readonly number[]) => sql`cast(${`{${values.join(",")}}`} as bigint[])`;
    const place = sql`width_bucket(${time}, ${array(run.map(({ lo }) => lo))})`;
    const start =
      hourShiftMs === undefined
        ? sql`(${array(run.map((piece) => piece.start))})[${place}]`
        : startOf(facts, hourShiftMs);
    return sql`
      select ${start} as start ${keysOf(ledger, dimensions, facts)}, ${sumsOf(facts)}
      from ${sql.ref(facts)} join series on series.id = ${sql.ref(`${facts}.series_id`)}
      where ${time} >= ${run[0]?.lo ?? 0} and ${time} < ${run.at(-1)?.hi ?? 0}
        and ${time} < (${array(run.map(({ hi }) => hi))})[${place}]
        and ${scopeCondition(ledger, query.where, facts)}
      group by ${groupByOf(dimensions)}`;
  });
  const found: GroupRow[] = [];
  for (let first = 0; first < selects.length; first += RUNS_PER_STATEMENT) {
    const part = selects.slice(first, first + RUNS_PER_STATEMENT);
    found.push(...(await sql<GroupRow>`${sql.join(part, sql` union all `)}`.execute(ledger.db)).rows);
  }
  return found;
}

/** Roll-ups are few: the hours between two pieces are read along. Records are not. */
function runsOf(facts: Facts, pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  if (facts === "rollups") return [pieces];
  const runs: Piece[][] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1)?.hi === piece.lo) last.push(piece);
    else runs.push([piece]);
  }
  return runs;
}

function timeOf(facts: Facts): RawBuilder<bigint> {
  return facts === "rollups" ? sql<bigint>`rollups.hour` : sql<bigint>`records.at`;
}

function keysOf(ledger: LedgerReader, dimensions: readonly Dimension[], facts: Facts): RawBuilder<unknown> {
  return sql.join(
    dimensions.map((dimension, index) => sql`, ${dimensionValue(ledger, dimension, facts)} as ${sql.ref(`k${index}`)}`),
    sql` `,
  );
}

function groupByOf(dimensions: readonly Dimension[]): RawBuilder<unknown> {
  return sql.join([sql.lit(1), ...dimensions.map((_, index) => sql.lit(index + 2))]);
}

function startOf(facts: Facts, hourShiftMs: number | undefined): RawBuilder<bigint> {
  if (hourShiftMs === undefined) return sql`pieces.start`;
  if (facts === "rollups") return sql`rollups.hour * 3600000`;
  const shift = sql.lit(hourShiftMs);
  return sql`((records.at + ${shift}) / 3600000) * 3600000 - ${shift}`;
}

function sumsOf(facts: Facts): RawBuilder<unknown> {
  return sql.join(
    SUMS.map((name) => {
      if (facts === "records" && name === "records") return sql`count(*) as records`;
      if (facts === "records" && name === "unpriced_requests") {
        return sql`sum(case when records.unpriced is null then 0 when records.requests = 0 then 1 else records.requests end) as unpriced_requests`;
      }
      return sql`sum(${sql.ref(`${facts}.${name}`)}) as ${sql.ref(name)}`;
    }),
  );
}

async function unpricedModels(ledger: LedgerReader, query: SpendQuery): Promise<readonly string[]> {
  const plan = planPieces(ledger, { ...query, by: [] });
  const models = new Set<string>();
  for (const set of plan.sets) {
    for await (const row of readSet(ledger, { ...query, by: [] }, ["model"], set)) {
      const model = row.k0;
      if (typeof model === "string" && (row.unpriced_requests ?? 0n) > 0n) models.add(model);
    }
  }
  return [...models].sort();
}

function zeroSums(): Sums {
  return {
    records: 0n,
    requests: 0n,
    input_tokens: 0n,
    cached_input_tokens: 0n,
    cache_write_tokens: 0n,
    output_tokens: 0n,
    reasoning_tokens: 0n,
    usd_micro: 0n,
    usd_pico: 0n,
    low_gap_micro: 0n,
    low_gap_pico: 0n,
    high_gap_micro: 0n,
    high_gap_pico: 0n,
    unpriced_requests: 0n,
  };
}

function addTo(sums: Sums, row: GroupRow): Sums {
  for (const name of SUMS) sums[name] += row[name] ?? 0n;
  return sums;
}

function spendOf(sums: Sums): Omit<SpendRow, "key"> {
  const usd = amountOf(sums.usd_micro, sums.usd_pico);
  const counts: SpendCounts = {
    requests: sums.requests,
    inputTokens: sums.input_tokens,
    cachedInputTokens: sums.cached_input_tokens,
    cacheWriteTokens: sums.cache_write_tokens,
    outputTokens: sums.output_tokens,
    reasoningTokens: sums.reasoning_tokens,
  };
  return {
    counts,
    records: sums.records,
    usd,
    usdLow: picoUsd(usd - amountOf(sums.low_gap_micro, sums.low_gap_pico)),
    usdHigh: picoUsd(usd + amountOf(sums.high_gap_micro, sums.high_gap_pico)),
    unpricedRequests: sums.unpriced_requests,
  };
}

function inOrder({ by }: SpendQuery): (a: SpendRow, b: SpendRow) => number {
  const times = by.flatMap((one, index) => (isTimeBucket(one) ? [index] : []));
  return (a, b) => {
    for (const index of times) {
      const order = compareText(a.key[index] ?? null, b.key[index] ?? null);
      if (order !== 0) return order;
    }
    const amounts = compareAmounts(b.usd, a.usd);
    if (amounts !== 0) return amounts;
    for (const index of by.keys()) {
      const order = compareText(a.key[index] ?? null, b.key[index] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compareAmounts(a: PicoUsd, b: PicoUsd): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By code unit, so that the order does not depend on the machine's locale; unattributed last. */
function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

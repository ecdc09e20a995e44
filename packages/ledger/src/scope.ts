import { RunrateError } from "@runrate/core";
import { sql, type Expression, type RawBuilder, type SqlBool } from "kysely";
import { globCondition } from "./glob-condition.ts";
import type { LedgerReader, SpendFilter, TeamRule } from "./store.ts";
import { SERIES_DIMENSIONS, type Dimension } from "./dimension.ts";

/** From which table facts are read; both are joined with `series`. */
export type Facts = "rollups" | "records";

const SERIES_COLUMNS: ReadonlySet<string> = new Set(SERIES_DIMENSIONS);

/** True when a dimension is known only of records, not of roll-ups. */
export function needsRecords(ledger: LedgerReader, dimension: Dimension): boolean {
  if (dimension === "conversation" || dimension.startsWith("tag:")) return true;
  return (
    dimension === "team" &&
    ledger.settings.teams.some((rule) => rule.match.some((filter) => needsRecords(ledger, filter.dimension)))
  );
}

/** Instants inside a period at which the team mapping changes. */
export function teamInstants(ledger: LedgerReader, from: number, to: number): number[] {
  return ledger.settings.teams
    .flatMap((rule) => [rule.from, rule.to])
    .filter((at): at is number => at !== undefined && at > from && at < to);
}

/** The SQL value of a dimension; the column names come from a closed list, values are always bound. */
export function dimensionValue(ledger: LedgerReader, dimension: Dimension, facts: Facts): RawBuilder<string | null> {
  if (SERIES_COLUMNS.has(dimension)) return sql<string | null>`${sql.ref(`series.${dimension}`)}`;
  if (dimension === "team") return teamValue(ledger, facts);
  if (facts === "records") {
    if (dimension === "conversation") return sql<string | null>`records.conversation`;
    if (dimension.startsWith("tag:")) {
      const key = dimension.slice("tag:".length);
      return sql<
        string | null
      >`(select tag_values.value from tag_values where tag_values.tag_set_id = records.tag_set_id and tag_values.key = ${key})`;
    }
  }
  throw new RunrateError("unknown_dimension", `spend cannot be asked by "${dimension}"`, {
    dimension,
    hint: `Use one of ${[...SERIES_COLUMNS].join(", ")}, team, conversation or tag:<name>.`,
  });
}

/** The filters of a question, and those of what may be seen. */
export function filtersOf(ledger: LedgerReader, where: readonly SpendFilter[]): readonly SpendFilter[] {
  return [...where, ...(ledger.settings.visible ?? [])];
}

/** The same ledger, of which only so much may be seen: all its questions are narrowed to it. */
export function narrowLedger(ledger: LedgerReader, visible: readonly SpendFilter[]): LedgerReader {
  const { dialect, db, settings } = ledger;
  return { dialect, db, settings: { ...settings, visible: filtersOf(ledger, visible) } };
}

/** All conditions of a question: its filters, what may be seen, and the rule of one billing source per provider. */
export function scopeCondition(
  ledger: LedgerReader,
  where: readonly SpendFilter[],
  facts: Facts,
  allSources = false,
): RawBuilder<SqlBool> {
  const conditions = filtersOf(ledger, where).map((filter) => filterCondition(ledger, filter, facts));
  if (!allSources && !where.some((filter) => filter.dimension === "source" && filter.not !== true))
    conditions.push(...billingConditions(ledger));
  return conjunction(conditions);
}

/** What may be seen of `series`; nothing where only records tell (teams, tags). */
export function seriesCondition(ledger: LedgerReader): RawBuilder<SqlBool> {
  const visible = ledger.settings.visible ?? [];
  if (visible.some(({ dimension }) => !SERIES_COLUMNS.has(dimension))) return disjunction([]);
  return conjunction(visible.map((filter) => filterCondition(ledger, filter, "rollups")));
}

function filterCondition(ledger: LedgerReader, filter: SpendFilter, facts: Facts): RawBuilder<SqlBool> {
  const fits = fitsCondition(ledger, filter, facts);
  // What is unattributed fits no value, where SQL would say neither yes nor no.
  return filter.not === true ? sql<SqlBool>`(${fits}) is not true` : fits;
}

function fitsCondition(ledger: LedgerReader, { dimension, values }: SpendFilter, facts: Facts): RawBuilder<SqlBool> {
  if (dimension.startsWith("tag:") && facts === "records")
    return tagCondition(ledger, dimension.slice("tag:".length), values);
  return valueCondition(ledger, dimensionValue(ledger, dimension, facts), values);
}

function valueCondition(
  ledger: LedgerReader,
  value: Expression<unknown>,
  values: readonly (string | null)[],
): RawBuilder<SqlBool> {
  const plain = values.filter((text): text is string => text !== null && !text.includes("*"));
  const globs = values.filter((text): text is string => text !== null && text.includes("*"));
  return disjunction([
    ...(plain.length > 0 ? [sql<SqlBool>`${value} in (${sql.join(plain)})`] : []),
    ...globs.map((glob) => globCondition(ledger.dialect, value, glob)),
    ...(values.includes(null) ? [sql<SqlBool>`${value} is null`] : []),
  ]);
}

/** Finds the tag sets first, so that the index on (tag set, time) leads to the records. */
function tagCondition(ledger: LedgerReader, key: string, values: readonly (string | null)[]): RawBuilder<SqlBool> {
  const present = values.filter((value) => value !== null);
  const alternatives: RawBuilder<SqlBool>[] = [];
  if (present.length > 0) {
    const condition = tagValueCondition(ledger, present);
    alternatives.push(
      sql<SqlBool>`records.tag_set_id in (select tag_values.tag_set_id from tag_values where tag_values.key = ${key} and ${condition})`,
    );
  }
  if (values.includes(null)) {
    alternatives.push(
      sql<SqlBool>`(records.tag_set_id is null or not exists (select 1 from tag_values where tag_values.tag_set_id = records.tag_set_id and tag_values.key = ${key}))`,
    );
  }
  return disjunction(alternatives);
}

/** On PostgreSQL the index holds hashes of the values, since a value may be longer than an index entry. */
function tagValueCondition(ledger: LedgerReader, values: readonly string[]): RawBuilder<SqlBool> {
  const exact = values.filter((text) => !text.includes("*"));
  const condition = valueCondition(ledger, sql.ref("tag_values.value"), values);
  if (ledger.dialect === "sqlite" || exact.length < values.length) return condition;
  return sql<SqlBool>`(md5(tag_values.value) in (${sql.join(exact.map((text) => sql`md5(cast(${text} as text))`))}) and ${condition})`;
}

/** What configuration says; and for the other providers, their admin API alone where it has been read. */
function billingConditions(ledger: LedgerReader): RawBuilder<SqlBool>[] {
  const configured = Object.entries(ledger.settings.billing);
  const rules = configured.map(([provider, sources]) => {
    const counted = valueCondition(ledger, sql.ref("series.source"), sources);
    return sql<SqlBool>`(series.provider <> ${provider} or ${counted})`;
  });
  const isAdmin = (table: "series" | "coverage") => {
    const [source, provider] = [sql.ref(`${table}.source`), sql.ref(`${table}.provider`)];
    return sql<SqlBool>`(${source} = ${provider} || '-admin' or ${source} like ${provider} || '-admin:%')`;
  };
  const unsaid = disjunction([
    ...(configured.length > 0
      ? [sql<SqlBool>`series.provider in (${sql.join(configured.map(([provider]) => provider))})`]
      : []),
    sql<SqlBool>`series.provider not in (select coverage.provider from coverage where ${isAdmin("coverage")})`,
    isAdmin("series"),
  ]);
  return [...rules, unsaid];
}

/** The first rule that fits decides; the roll-up's hour stands for its instants, so hours cut by a rule's dates come from records. */
function teamValue(ledger: LedgerReader, facts: Facts): RawBuilder<string | null> {
  if (ledger.settings.teams.length === 0) return sql<string | null>`cast(null as text)`;
  const at = facts === "records" ? sql`records.at` : sql`rollups.hour * 3600000`;
  const cases = ledger.settings.teams.map(
    (rule) => sql`when ${teamCondition(ledger, rule, at, facts)} then cast(${rule.team} as text)`,
  );
  return sql<string | null>`(case ${sql.join(cases, sql` `)} else null end)`;
}

function teamCondition(
  ledger: LedgerReader,
  rule: TeamRule,
  at: RawBuilder<unknown>,
  facts: Facts,
): RawBuilder<SqlBool> {
  return conjunction([
    ...rule.match.map((filter) => filterCondition(ledger, filter, facts)),
    ...(rule.from === undefined ? [] : [sql<SqlBool>`${at} >= ${rule.from}`]),
    ...(rule.to === undefined ? [] : [sql<SqlBool>`${at} < ${rule.to}`]),
  ]);
}

function conjunction(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

/** No alternative at all fits nothing. */
function disjunction(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

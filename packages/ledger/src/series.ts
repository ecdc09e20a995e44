import { createHash } from "node:crypto";
import { sql, type Insertable, type Selectable } from "kysely";
import type { LedgerReader, LedgerRecord, LedgerTransaction } from "./store.ts";
import type { SeriesTable } from "./tables.ts";

/** So many series keys are remembered; then it begins anew. */
const KEPT_KEYS = 5_000;

/**
 * Answers `seriesKey`, remembering the last one of each model, project and user: comparing twelve fields is a fifth of the work of
 * writing them out.
 */
export class SeriesKeys {
  readonly #last = new Map<string, { readonly entry: LedgerRecord; readonly key: string }>();

  of(entry: LedgerRecord): string {
    const { model, project, user } = entry.record;
    const place = `${model}\n${project ?? ""}\n${user ?? ""}`;
    const last = this.#last.get(place);
    if (last !== undefined && isSameSeries(last.entry, entry)) return last.key;
    const key = seriesKey(entry);
    if (this.#last.size >= KEPT_KEYS) this.#last.clear();
    this.#last.set(place, { entry, key });
    return key;
  }
}

function isSameSeries(a: LedgerRecord, b: LedgerRecord): boolean {
  const one = a.record;
  const other = b.record;
  return (
    a.provider === b.provider &&
    a.workload === b.workload &&
    one.model === other.model &&
    one.source === other.source &&
    one.serviceTier === other.serviceTier &&
    one.provider === other.provider &&
    one.project === other.project &&
    one.apiKey === other.apiKey &&
    one.user === other.user &&
    one.workload === other.workload &&
    one.organisation === other.organisation &&
    one.region === other.region
  );
}

const MAX_KEY = 800;

/** A record's combination of roll-up dimensions as one text; two records share a series when it is equal. */
export function seriesKey({ record, provider, workload }: LedgerRecord): string {
  const matched = workload !== undefined && record.workload === undefined;
  const key = JSON.stringify([
    provider,
    record.provider ?? null,
    record.model,
    record.serviceTier,
    record.project ?? null,
    record.apiKey ?? null,
    record.user ?? null,
    workload ?? null,
    matched ? 1 : 0,
    record.organisation ?? null,
    record.region ?? null,
    record.source,
  ]);
  // PostgreSQL's indexes take entries of 2.7 KB at most; only absurdly long names get there.
  return key.length <= MAX_KEY ? key : createHash("sha256").update(key).digest("hex");
}

function seriesRow(key: string, { record, provider, workload }: LedgerRecord): Insertable<SeriesTable> {
  return {
    key,
    provider,
    recorded_provider: record.provider ?? null,
    model: record.model,
    service_tier: record.serviceTier,
    project: record.project ?? null,
    api_key: record.apiKey ?? null,
    user: record.user ?? null,
    workload: workload ?? null,
    workload_matched: workload !== undefined && record.workload === undefined ? 1 : 0,
    organisation: record.organisation ?? null,
    region: record.region ?? null,
    source: record.source,
    first_change: 0,
  };
}

/**
 * Finds or makes the numbers under which combinations are stored. A number never changes, so it may be kept in memory; what a
 * transaction made is kept only once it has committed, since a rollback takes the row away.
 */
export class NumberCache {
  readonly #known = new Map<string, bigint>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): bigint | undefined {
    return this.#known.get(key);
  }

  keep(numbers: ReadonlyMap<string, bigint>): void {
    if (this.#known.size + numbers.size > this.#limit) this.#known.clear();
    for (const [key, number] of numbers) this.#known.set(key, number);
  }
}

/** Makes sure that each series exists; answers its number by key. New ones get their `first_change` from `markFirstChange`. */
export async function ensureSeries(
  tx: LedgerTransaction,
  wanted: ReadonlyMap<string, LedgerRecord>,
): Promise<Map<string, bigint>> {
  const found = new Map<string, bigint>();
  const keys = [...wanted.keys()];
  for (let start = 0; start < keys.length; start += 500) {
    const part = keys.slice(start, start + 500);
    const rows = await tx.db.selectFrom("series").select(["id", "key"]).where("key", "in", part).execute();
    for (const row of rows) found.set(row.key, row.id);
    const missing = part.flatMap((key) => {
      const sample = wanted.get(key);
      return found.has(key) || sample === undefined ? [] : [seriesRow(key, sample)];
    });
    if (missing.length === 0) continue;
    const made = await tx.db
      .insertInto("series")
      .values(missing)
      // A no-op update makes the row of a concurrent writer come back as well.
      .onConflict((conflict) => conflict.column("key").doUpdateSet((update) => ({ key: update.ref("excluded.key") })))
      .returning(["id", "key"])
      .execute();
    for (const row of made) found.set(row.key, row.id);
  }
  return found;
}

/** Stamps the series that a transaction made with the number of its change. */
export async function markFirstChange(tx: LedgerTransaction, series: Iterable<bigint>, change: bigint): Promise<void> {
  const ids = [...series];
  for (let start = 0; start < ids.length; start += 5_000) {
    await tx.db
      .updateTable("series")
      .set({ first_change: change })
      .where("id", "in", ids.slice(start, start + 5_000))
      .where("first_change", "=", 0n)
      .execute();
  }
}

/** Importers give rows with equal tags the same object, so its text is written once. */
const written = new WeakMap<object, string>();

/** Tags as stored: JSON with sorted keys, or null when there are none. */
export function tagSetKey(tags: Readonly<Record<string, string>>): string | null {
  const known = written.get(tags);
  if (known !== undefined) return known;
  let count = 0;
  let only = "";
  for (const key in tags) {
    count += 1;
    only = key;
  }
  if (count === 0) return null;
  const json = JSON.stringify(tags, count === 1 ? [only] : Object.keys(tags).sort());
  written.set(tags, json);
  return json;
}

/** Makes sure that each tag set exists; answers its number by its JSON. */
export async function ensureTagSets(tx: LedgerTransaction, wanted: ReadonlySet<string>): Promise<Map<string, bigint>> {
  const found = new Map<string, bigint>();
  const keys = [...wanted];
  for (let start = 0; start < keys.length; start += 500) {
    const part = keys.slice(start, start + 500);
    const lookup = sql`${sql.raw(tx.dialect === "sqlite" ? "tags" : "md5(tags)")}`;
    const wantedTexts = part.map((tags) =>
      tx.dialect === "sqlite" ? tags : createHash("md5").update(tags).digest("hex"),
    );
    const rows = await tx.db
      .selectFrom("tag_sets")
      .select(["id", "tags"])
      .where(sql<boolean>`${lookup} in (${sql.join(wantedTexts)})`)
      .execute();
    for (const row of rows) found.set(row.tags, row.id);
    const missing = part.filter((tags) => !found.has(tags));
    if (missing.length === 0) continue;
    const made = await tx.db
      .insertInto("tag_sets")
      .values(missing.map((tags) => ({ tags })))
      .onConflict((conflict) =>
        conflict.expression(lookup).doUpdateSet((update) => ({ tags: update.ref("excluded.tags") })),
      )
      .returning(["id", "tags"])
      .execute();
    const values: { tag_set_id: bigint; key: string; value: string }[] = [];
    for (const row of made) {
      found.set(row.tags, row.id);
      for (const [key, value] of Object.entries(readTags(row.tags))) values.push({ tag_set_id: row.id, key, value });
    }
    for (let from = 0; from < values.length; from += 5_000) {
      await tx.db
        .insertInto("tag_values")
        .values(values.slice(from, from + 5_000))
        .onConflict((conflict) => conflict.columns(["tag_set_id", "key"]).doNothing())
        .execute();
    }
  }
  return found;
}

/** The tags of a stored tag set; written by `tagSetKey`, so every value is text. */
export function readTags(json: string | null): Readonly<Record<string, string>> {
  return json === null ? {} : (JSON.parse(json) as Record<string, string>);
}

/** The series that rows refer to, by number. */
export async function seriesOf(
  ledger: LedgerReader,
  rows: readonly { readonly series_id: bigint }[],
): Promise<Map<bigint, Selectable<SeriesTable>>> {
  const ids = [...new Set(rows.map((row) => row.series_id))];
  const found = new Map<bigint, Selectable<SeriesTable>>();
  for (let start = 0; start < ids.length; start += 5_000) {
    const part = ids.slice(start, start + 5_000);
    for (const row of await ledger.db.selectFrom("series").selectAll().where("id", "in", part).execute())
      found.set(row.id, row);
  }
  return found;
}

import { sql } from "kysely";
import { readTags } from "./series.ts";
import type { LedgerTransaction } from "./store.ts";

/** Columns beside the records in which a person may be named. */
interface Place {
  readonly table: string;
  readonly key: readonly string[];
  /** Columns that hold words; those that begin with "json:" hold JSON. */
  readonly columns: readonly string[];
}

const PLACES: readonly Place[] = [
  { table: "budgets", key: ["id"], columns: ["name", "created_by"] },
  { table: "budget_revisions", key: ["budget_id", "revision"], columns: ["actor", "reason", "json:terms"] },
  { table: "budget_periods", key: ["budget_id", "period_start"], columns: ["acknowledged_by", "snoozed_by"] },
  { table: "notices", key: ["id"], columns: ["key", "json:facts", "acknowledged_by"] },
  { table: "outbox", key: ["id"], columns: ["json:payload"] },
  { table: "expected_spend", key: ["id"], columns: ["actor", "json:scope"] },
  { table: "slack_questions", key: ["id"], columns: ["json:query", "user_id"] },
  { table: "tokens", key: ["id"], columns: ["created_by"] },
  { table: "closed_months", key: ["month"], columns: ["closed_by"] },
  { table: "audit", key: ["id"], columns: ["actor", "json:details"] },
];

/** Keys whose values are words of Runrate's own, never a person's name, even if a person is called so. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  "dimension",
  "by",
  "kind",
  "period",
  "zone",
  "currency",
  "basis",
  "code",
]);

/**
 * Puts a word in the place of a tag's value.
 *
 * @param replacement absent: only counts
 * @returns how many sets of tags have the value
 */
export async function eraseTagValues(tx: LedgerTransaction, name: string, replacement?: string): Promise<number> {
  const rows = await tx.db
    .selectFrom("tag_values")
    .innerJoin("tag_sets", "tag_sets.id", "tag_values.tag_set_id")
    .select(["tag_sets.id", "tag_sets.tags"])
    .distinct()
    .where("tag_values.value", "=", name)
    .execute();
  if (replacement === undefined) return rows.length;
  for (const { id, tags } of rows) {
    const kept = Object.entries(readTags(tags)).map(([key, value]) => [key, value === name ? replacement : value]);
    const text = JSON.stringify(Object.fromEntries(kept));
    await tx.db.updateTable("tag_sets").set({ tags: text }).where("id", "=", id).execute();
  }
  await tx.db.updateTable("tag_values").set({ value: replacement }).where("value", "=", name).execute();
  return rows.length;
}

/**
 * Puts a word in the place of a person's name wherever the ledger tells of usage beside the records: budgets for that person,
 * alerts and notices that were sent, questions that were asked, earlier entries of the audit.
 *
 * @param replacement absent: only counts
 * @returns how many rows name the person
 */
export async function eraseMentions(tx: LedgerTransaction, name: string, replacement?: string): Promise<number> {
  let found = 0;
  for (const { table, key, columns } of PLACES) {
    const plain = columns.map((column) => column.replace("json:", ""));
    const { rows } = await sql<Record<string, unknown>>`
      select ${sql.join([...key, ...plain].map((column) => sql.ref(column)))} from ${sql.table(table)}
      where ${sql.join(
        columns.map((column, index) => {
          // As it stands in JSON, where quotes and what is not ASCII may be written otherwise.
          const text = column.startsWith("json:") ? JSON.stringify(name).slice(1, -1) : name;
          const place = sql.ref(plain[index] ?? "");
          return tx.dialect === "sqlite" ? sql`instr(${place}, ${text}) > 0` : sql`strpos(${place}, ${text}) > 0`;
        }),
        sql` or `,
      )}`.execute(tx.db);
    for (const row of rows) {
      const changed = columns.flatMap((column, index) => {
        const at = plain[index] ?? "";
        const before = row[at];
        if (typeof before !== "string") return [];
        const after = column.startsWith("json:")
          ? inJson(before, name, replacement ?? "")
          : inText(before, name, replacement ?? "");
        return after === before ? [] : [sql`${sql.ref(at)} = ${after}`];
      });
      if (changed.length === 0) continue;
      found += 1;
      if (replacement === undefined) continue;
      const same = key.map((column) => sql`${sql.ref(column)} = ${row[column]}`);
      await sql`update ${sql.table(table)} set ${sql.join(changed)} where ${sql.join(same, sql` and `)}`.execute(tx.db);
    }
  }
  return found;
}

/** The text with the name replaced where it is a word of its own: "ada" is not in "adamant", nor in "ada@example.com". */
function inText(text: string, name: string, replacement: string): string {
  const word = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replaceAll(
    new RegExp(`(?<![\\p{L}\\p{N}_@.+-])${word}(?![\\p{L}\\p{N}_@+-]|\\.[\\p{L}\\p{N}])`, "gu"),
    () => replacement,
  );
}

function inJson(text: string, name: string, replacement: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return inText(text, name, replacement);
  }
  const after = JSON.stringify(within(json, name, replacement, ""));
  return after === JSON.stringify(json) ? text : after;
}

function within(value: unknown, name: string, replacement: string, key: string): unknown {
  if (typeof value === "string") return OWN_WORDS.has(key) ? value : inText(value, name, replacement);
  if (Array.isArray(value)) return value.map((member) => within(member, name, replacement, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([own, member]) => [own, within(member, name, replacement, own)]),
  );
}

import { COUNT_FIELDS, isCountName, RunrateError, type CountName } from "@runrate/core";

/** What a column of a CSV file holds. */
export type CsvColumn =
  | { readonly kind: "at"; readonly spanMs: number }
  | { readonly kind: "text"; readonly field: TextField }
  | { readonly kind: "count"; readonly field: (typeof COUNT_FIELDS)[CountName]; readonly name: CountName }
  | { readonly kind: "storage" }
  | { readonly kind: "requests" }
  | { readonly kind: "batch" }
  | { readonly kind: "span" }
  /** Which source a record came from, in an export of a ledger. */
  | { readonly kind: "source" }
  /** Why a record has no price, in an export of a ledger. */
  | { readonly kind: "unpriced" }
  | { readonly kind: "tag"; readonly key: string }
  | { readonly kind: "ignored" };

/** What only an export of a ledger has: the column of the source, and what the columns of tags begin with. */
export const LEDGER_SOURCE = "ledger_source";
export const TAG_PREFIX = "tag:";

/** Amounts are computed, never imported. */
const COMPUTED = new Set(["usd", "usd_low", "usd_high", "total_tokens", ""]);

/** The fields of a record that are plain text. */
export type TextField =
  | "id"
  | "provider"
  | "model"
  | "serviceTier"
  | "project"
  | "apiKey"
  | "user"
  | "workload"
  | "conversation"
  | "organisation"
  | "region"
  | "responseId";

/** Other spellings of Runrate's own names, as providers and exporters write them. */
const TEXT_FIELDS: Readonly<Record<string, TextField>> = {
  id: "id",
  provider: "provider",
  model: "model",
  service_tier: "serviceTier",
  project: "project",
  project_id: "project",
  api_key: "apiKey",
  api_key_id: "apiKey",
  user: "user",
  user_id: "user",
  workload: "workload",
  conversation: "conversation",
  conversation_id: "conversation",
  thread_id: "conversation",
  organisation: "organisation",
  organization: "organisation",
  organisation_id: "organisation",
  organization_id: "organisation",
  region: "region",
  response_id: "responseId",
};

const COUNT_SPELLINGS: Readonly<Record<string, CountName>> = {
  prompt_tokens: "input_tokens",
  completion_tokens: "output_tokens",
  input_cached_tokens: "cached_input_tokens",
  cached_tokens: "cached_input_tokens",
};

const TIMES: Readonly<Record<string, number>> = {
  ts: 0,
  at: 0,
  time: 0,
  timestamp: 0,
  hour_start: 3_600_000,
  day_start: 86_400_000,
};

/** Columns that hold the instant where none has a name of `TIMES`: with one beside them they are something else, a tag. */
const OTHER_TIMES = new Set(["date", "datetime", "date_time", "created_at"]);

/**
 * Reads the header of a CSV file (DESIGN.md, `runrate import`). Unknown columns become tags.
 *
 * @throws RunrateError `bad_header` when the instant, the model or every count is missing, a column is named twice, or a column
 * looks like a count that Runrate does not know, since a count that was dropped would make the usage too cheap.
 */
export function readHeader(names: readonly string[], file: string): readonly CsvColumn[] {
  const named = names.map((name) => columnOf(name.trim(), file));
  const columns = named.some(({ kind }) => kind === "at")
    ? named
    : named.map((column, index): CsvColumn =>
        OTHER_TIMES.has(keyOf(names[index] ?? "")) ? { kind: "at", spanMs: 0 } : column,
      );
  const requireOne = (what: string, kinds: number): void => {
    if (kinds === 1) return;
    throw new RunrateError(
      "bad_header",
      `${file}: the header has ${kinds === 0 ? "no" : "more than one"} column for ${what}`,
      {
        path: file,
        line: 1,
        header: names.join(",").slice(0, 300),
        hint: "A header such as ts,model,input_tokens,cached_input_tokens,output_tokens is read; other columns become tags.",
      },
    );
  };
  requireOne(
    "the instant (ts, timestamp, date or hour_start)",
    columns.filter((column) => column.kind === "at").length,
  );
  requireOne("the model", columns.filter((column) => column.kind === "text" && column.field === "model").length);
  if (!columns.some(({ kind }) => kind === "count" || kind === "storage")) requireOne("a count (input_tokens)", 0);
  const seen = new Set<string>();
  for (const [index, column] of columns.entries()) {
    if (column.kind === "ignored" || column.kind === "at") continue;
    const key =
      column.kind === "text" || column.kind === "count"
        ? column.field
        : column.kind === "tag"
          ? `tag:${column.key}`
          : column.kind;
    if (seen.has(key)) requireOne(names[index] ?? key, 2);
    seen.add(key);
  }
  return columns;
}

function keyOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
}

/** What a table of names says of one; a header may be any word, "constructor" too, which every object knows. */
function ownOf<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function columnOf(name: string, file: string): CsvColumn {
  const key = keyOf(name);
  const spanMs = ownOf(TIMES, key);
  if (spanMs !== undefined) return { kind: "at", spanMs };
  const field = ownOf(TEXT_FIELDS, key);
  if (field !== undefined) return { kind: "text", field };
  const count = isCountName(key) ? key : ownOf(COUNT_SPELLINGS, key);
  if (count !== undefined) return { kind: "count", field: COUNT_FIELDS[count], name: count };
  if (key === "storage_gb_days") return { kind: "storage" };
  if (key === "requests" || key === "num_model_requests") return { kind: "requests" };
  if (key === "batch") return { kind: "batch" };
  if (key === "span_ms") return { kind: "span" };
  if (key === LEDGER_SOURCE) return { kind: "source" };
  if (key === "unpriced") return { kind: "unpriced" };
  if (COMPUTED.has(key)) return { kind: "ignored" };
  if (name.startsWith(TAG_PREFIX) && name.length > TAG_PREFIX.length) {
    return { kind: "tag", key: name.slice(TAG_PREFIX.length) };
  }
  if (key.endsWith("_tokens")) {
    throw new RunrateError(
      "bad_header",
      `${file}: the column "${name.slice(0, 60)}" looks like a count that Runrate does not know`,
      {
        path: file,
        line: 1,
        hint: "Rename it to a count that Runrate knows (see the README), or remove it if it is not billed.",
      },
    );
  }
  return { kind: "tag", key: name };
}

import { COUNT_FIELDS, COUNT_NAMES, toDecimal } from "@runrate/core";
import type { LedgerReader, LedgerRecord } from "../store.ts";
import { LEDGER_SOURCE, TAG_PREFIX } from "../import/csv-columns.ts";

type Cell = (entry: LedgerRecord) => string | number | undefined;

/**
 * The columns of a CSV export: what `import` reads back as the same records (a column for each tag in the ledger), and the
 * amounts, which are computed again on the way in.
 */
export async function exportColumns(ledger: LedgerReader): Promise<ReadonlyMap<string, Cell>> {
  const rows = await ledger.db.selectFrom("tag_values").select("key").distinct().orderBy("key").execute();
  return new Map<string, Cell>([
    ["id", ({ record }) => record.id],
    ["ts", ({ record }) => new Date(record.at).toISOString()],
    ["span_ms", ({ record }) => record.spanMs],
    ["provider", ({ record }) => record.provider],
    ["model", ({ record }) => record.model],
    ["service_tier", ({ record }) => record.serviceTier],
    ["project", ({ record }) => record.project],
    ["api_key", ({ record }) => record.apiKey],
    ["user", ({ record }) => record.user],
    ["workload", ({ record }) => record.workload],
    ["conversation", ({ record }) => record.conversation],
    ["organisation", ({ record }) => record.organisation],
    ["region", ({ record }) => record.region],
    ["response_id", ({ record }) => record.responseId],
    ["requests", ({ record }) => record.requests],
    ...COUNT_NAMES.map((name): [string, Cell] => [name, ({ record }) => record.usage[COUNT_FIELDS[name]]]),
    ["storage_gb_days", ({ record }) => record.usage.storageGbDays],
    [LEDGER_SOURCE, ({ record }) => record.source],
    ["usd", ({ charge }) => (charge.kind === "priced" ? toDecimal(charge.usd) : undefined)],
    ["usd_low", ({ charge }) => (charge.kind === "priced" ? toDecimal(charge.usdLow) : undefined)],
    ["usd_high", ({ charge }) => (charge.kind === "priced" ? toDecimal(charge.usdHigh) : undefined)],
    ["unpriced", ({ charge }) => (charge.kind === "unpriced" ? charge.reason : undefined)],
    ...rows.map(({ key }): [string, Cell] => [
      `${TAG_PREFIX}${key}`,
      ({ record: { tags } }) => (Object.hasOwn(tags, key) ? tags[key] : undefined),
    ]),
  ]);
}

export function csvHeader(columns: ReadonlyMap<string, Cell>): string {
  return [...columns.keys()].map(csvCell).join(",");
}

export function csvRow(columns: ReadonlyMap<string, Cell>, entry: LedgerRecord): string {
  return [...columns.values()].map((cell) => csvCell(cell(entry))).join(",");
}

/**
 * A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it, which `import` takes off
 * again in a file of this form.
 */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^['=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

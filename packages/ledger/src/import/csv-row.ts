import {
  checkUsage,
  putTag,
  type CountName,
  type ServiceTier,
  type UsageCounts,
  type UsageRecord,
} from "@runrate/core";
import type { ContentIds } from "./content-id.ts";
import type { CsvColumn, TextField } from "./csv-columns.ts";
import { readInstant } from "./instant.ts";
import { nameFault, rejected, type RowOutcome } from "./row-outcome.ts";
import { hasNoCounts } from "../other-counts.ts";
import { readTier } from "./tier.ts";

/** Reads rows of a CSV file by its header. */
export function csvRowReader(columns: readonly CsvColumn[], ids: ContentIds, source: string, delimiter: string) {
  const noTags: Readonly<Record<string, string>> = {};
  // Where semicolons part the fields, a comma may be that of decimals, and "1,234" less than two.
  const plain = delimiter === ";" ? (value: string) => value.trim() : withoutThousands;
  const isExport = columns.some(({ kind }) => kind === "source");
  return (fields: readonly string[], line: number, content: string): RowOutcome => {
    if (fields.length !== columns.length) {
      return rejected(`${fields.length} fields where the header has ${columns.length}`);
    }
    const text: Partial<Record<TextField, string>> = {};
    const counts: Partial<Record<Exclude<keyof UsageCounts, "storageGbDays">, number>> & { storageGbDays?: string } =
      {};
    let tags: Record<string, string> | undefined;
    let at: number | undefined;
    let spanMs = 0;
    let requests = 1;
    let batch = false;
    let from = source;
    let unpriced: string | undefined;
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index];
      const value = isExport ? withoutGuard(fields[index] ?? "") : (fields[index] ?? "");
      if (column === undefined) continue;
      if (value === "") {
        // Nobody said that there were none: a total that was left out would cost nothing.
        if (column.kind === "count" && isTotal(column.name)) return rejected(emptyTotal(column.name));
        continue;
      }
      switch (column.kind) {
        case "at": {
          const instant = readInstant(value);
          if (typeof instant === "string") return rejected(instant);
          at = instant;
          spanMs = column.spanMs;
          break;
        }
        case "text": {
          const fault = nameFault(column.field, value);
          if (fault !== undefined) return rejected(fault);
          text[column.field] = value;
          break;
        }
        case "count": {
          const count = readCount(column.name, plain(value));
          if (typeof count === "string") return rejected(count);
          counts[column.field] = count;
          break;
        }
        case "requests": {
          const count = readCount("requests", plain(value));
          if (typeof count === "string") return rejected(count);
          requests = count;
          break;
        }
        case "storage":
          if (!/^\d{1,15}(\.\d{1,15})?$/.test(value))
            return rejected(`storage_gb_days is ${JSON.stringify(value.slice(0, 40))}: it must be a decimal`);
          counts.storageGbDays = value;
          break;
        case "span": {
          const span = readCount("span_ms", value);
          if (typeof span === "string") return rejected(span);
          spanMs = span;
          break;
        }
        case "source": {
          const fault = nameFault("source", value);
          if (fault !== undefined) return rejected(fault);
          from = value;
          break;
        }
        case "unpriced":
          unpriced = value;
          break;
        case "batch":
          batch = value.toLowerCase() === "true" || value === "1";
          break;
        case "tag": {
          const fault = nameFault(column.key, value);
          if (fault !== undefined) return rejected(fault);
          putTag((tags ??= {}), column.key, value);
          break;
        }
        case "ignored":
          break;
      }
    }
    if (at === undefined) return rejected("no instant");
    const { model, serviceTier: tierText, id, ...who } = text;
    if (model === undefined) return rejected("no model");
    const tier: ServiceTier | undefined = readTier(tierText);
    if (tier === undefined)
      return rejected(`${JSON.stringify(tierText)} is not a service tier (standard, batch, flex, priority)`);
    const usage: UsageCounts = { inputTokens: 0, outputTokens: 0, ...counts };
    const fault = checkUsage(usage);
    if (fault) return rejected(fault.message);
    const record: UsageRecord = {
      ...who,
      id: id ?? ids.of(line, content),
      at,
      ...(spanMs === 0 ? {} : { spanMs }),
      model,
      serviceTier: batch ? "batch" : tier,
      usage,
      requests,
      tags: tags ?? noTags,
      source: from,
    };
    return unpriced !== undefined && hasNoCounts(usage)
      ? { kind: "record", record, unpriced }
      : { kind: "record", record };
  };
}

function isTotal(name: CountName): boolean {
  return name === "input_tokens" || name === "output_tokens";
}

function emptyTotal(name: string): string {
  return `${name} is empty: write 0 where there were none`;
}

/** "1,234,567" as spreadsheets write it, plainly. */
function withoutThousands(value: string): string {
  const text = value.trim();
  return text.includes(",") && /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text;
}

/** An export puts an apostrophe before what a spreadsheet would take for a formula. */
function withoutGuard(value: string): string {
  return /^'['=+\-@\t\r]/.test(value) ? value.slice(1) : value;
}

/** A whole count, written plainly (or as 12.0, which spreadsheets make of it), or the reason why not. */
export function readCount(name: CountName | "requests" | "span_ms", text: string): number | string {
  // Number() makes 0 of nothing.
  if (text === "") return emptyTotal(name);
  const count = Number(text);
  // Number() also takes "1e3", "0x10" and "Infinity", which nobody means as a count.
  if (count >= 0 && count <= Number.MAX_SAFE_INTEGER && Number.isInteger(count) && isPlain(text)) return count;
  const shown = JSON.stringify(text.slice(0, 40));
  if (/^-\d+(\.\d+)?$/.test(text)) return `${name} is ${shown}: a count cannot be negative`;
  if (/[1-9]/.test(/^\d+\.(\d+)$/.exec(text)?.[1] ?? "")) return `${name} is ${shown}: a count must be a whole number`;
  if (/^\d+(\.0*)?$/.test(text)) return `${name} is ${shown}: a count is at most ${Number.MAX_SAFE_INTEGER}`;
  const parted = /^\d{1,3}([., '\u00a0\u202f])\d{3}(\1\d{3})*$/.test(text);
  return `${name} is ${shown}: it must be a whole number${parted ? ", without separators of thousands" : ""}`;
}

function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return /^\d+\.0*$/.test(text);
  }
  return true;
}

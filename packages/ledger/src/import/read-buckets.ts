import { RunrateError } from "@runrate/core";
import { replaceBilled, type BilledCost } from "../billed-cost.ts";
import { replaceBuckets } from "../replace-buckets.ts";
import type { LedgerRecord, LedgerStore } from "../store.ts";
import type { LineBatch } from "./lines.ts";
import { openAiBilledCost } from "./openai-costs.ts";
import {
  bucketIdPrefix,
  openAiBucket,
  openAiPage,
  openAiUsageRecord,
  resultKind,
  type OpenAiBucket,
} from "./openai-page.ts";
import type { Tally } from "./tally.ts";

/** A page of OpenAI's API is one JSON document; a larger one than this is no page. */
export const MAX_DOCUMENT_CHARACTERS = 64 * 1_048_576;

/** Gathers a text that is one JSON document, or one on each line. Pages are read whole: a page holds at most 1,440 buckets. */
export class DocumentText {
  readonly #lines: string[] = [];
  #size = 0;

  add(batch: LineBatch, name: string): void {
    for (const line of batch.lines) {
      this.#size += line.length + 1;
      this.#lines.push(line);
    }
    if (this.#size > MAX_DOCUMENT_CHARACTERS) {
      throw new RunrateError(
        "document_too_large",
        `${name} is larger than 64 MB, which is the most that is read whole`,
        {
          path: name,
          hint: "Save each page, or some trace requests, in a file of its own and import them together.",
        },
      );
    }
  }

  /** The documents with their numbers, counted from 1; `broken` for text that is not JSON. */
  *documents(): Generator<
    { readonly number: number; readonly json: unknown } | { readonly number: number; readonly broken: string }
  > {
    const whole = readJson(this.#lines.join("\n"));
    if ("json" in whole) {
      yield { number: 1, json: whole.json };
      return;
    }
    const lines = this.#lines.filter((line) => line.trim() !== "");
    if (lines.length <= 1 || !("json" in readJson(lines[0] ?? ""))) {
      yield { number: 1, broken: whole.broken };
      return;
    }
    for (const [index, line] of lines.entries()) yield { number: index + 1, ...readJson(line) };
  }
}

function readJson(text: string): { readonly json: unknown } | { readonly broken: string } {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    return { broken: `not JSON: ${error instanceof Error ? error.message.slice(0, 120) : "unreadable"}` };
  }
}

/** The buckets of a document: a page, several pages, or a bucket by itself. */
export function bucketsOf(json: unknown): readonly OpenAiBucket[] | undefined {
  const pages = Array.isArray(json) ? json : [json];
  const buckets: OpenAiBucket[] = [];
  for (const one of pages) {
    const page = openAiPage.safeParse(one);
    if (page.success) {
      buckets.push(...page.data.data);
      continue;
    }
    const bucket = openAiBucket.safeParse(one);
    if (!bucket.success) return undefined;
    buckets.push(bucket.data);
  }
  return buckets;
}

/** Stores the buckets of one document: each replaces what the same source said of it before. */
export async function storeBuckets(
  store: LedgerStore,
  tally: Tally,
  buckets: readonly OpenAiBucket[],
  document: number,
  source: string,
  costs: boolean,
): Promise<void> {
  for (const bucket of buckets) {
    if (costs) await storeBill(store, tally, bucket, document, source);
    else await storeUsage(store, tally, bucket, document, source);
  }
}

async function storeUsage(
  store: LedgerStore,
  tally: Tally,
  bucket: OpenAiBucket,
  document: number,
  source: string,
): Promise<void> {
  const byKind = new Map<string, LedgerRecord[]>();
  for (const result of bucket.results) {
    const outcome = openAiUsageRecord(bucket, result, { source });
    if (outcome.kind === "rejected") {
      tally.reject(document, `bucket of ${new Date(bucket.start_time * 1_000).toISOString()}: ${outcome.reason}`);
      continue;
    }
    const kind = resultKind(String(Object(result)["object"]));
    const records = byKind.get(kind) ?? [];
    records.push(tally.price(outcome));
    byKind.set(kind, records);
  }
  for (const [kind, records] of byKind) {
    const from = bucket.start_time * 1_000;
    const window = {
      source,
      from,
      to: bucket.end_time * 1_000,
      idPrefix: `${bucketIdPrefix(kind)}${bucket.start_time}-`,
    };
    const result = await replaceBuckets(store, window, records);
    tally.add({
      read: records.length,
      stored: result.stored,
      duplicates: result.unchanged + result.duplicates,
      unpriced: result.unpriced,
    });
  }
}

async function storeBill(
  store: LedgerStore,
  tally: Tally,
  bucket: OpenAiBucket,
  document: number,
  source: string,
): Promise<void> {
  const costs: BilledCost[] = [];
  for (const result of bucket.results) {
    const cost = openAiBilledCost(bucket, result, { source });
    if (typeof cost === "string")
      tally.reject(document, `bucket of ${new Date(bucket.start_time * 1_000).toISOString()}: ${cost}`);
    else costs.push(cost);
  }
  const window = { source, from: bucket.start_time * 1_000, to: bucket.end_time * 1_000 };
  const result = await replaceBilled(store, window, costs);
  tally.add({ read: costs.length, stored: result.stored, duplicates: result.unchanged, unpriced: 0 });
}

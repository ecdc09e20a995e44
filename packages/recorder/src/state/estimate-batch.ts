import { ZERO_USD, addUsd, type PicoUsd, type Pricer } from "@runrate/core";
import { callSize } from "../budget/call-size.ts";
import { BATCH_ENDPOINTS } from "../helpers/batch.ts";
import { isFields } from "../observe.ts";

/** The Batch API's own limits. */
const MOST_REQUESTS = 50_000;
const MOST_BYTES = 200_000_000;

/** Requests whose tokens can be counted, or capped, before they are sent. */
const COUNTED: ReadonlySet<string> = new Set([
  "/v1/chat/completions",
  "/v1/responses",
  "/v1/embeddings",
  "/v1/completions",
]);

/** Output of a call that has no cap, when nothing says otherwise (SPEC.md, section 9). */
export const LIKELY_OUTPUT = 500;

/** Why a line is not part of the sum. */
export interface BatchFault {
  readonly line: number;
  readonly id: string | null;
  readonly reason: string;
}

export interface ModelEstimate {
  readonly model: string;
  readonly requests: number;
  readonly inputTokens: number;
  /** Likely, and at the caps. */
  readonly outputTokens: number;
  readonly outputTokensAtMost: number;
  readonly batchUsd: PicoUsd;
  readonly batchUsdAtMost: PicoUsd;
  /** The same at standard rates. */
  readonly standardUsd: PicoUsd;
  readonly standardUsdAtMost: PicoUsd;
}

export interface BatchEstimate {
  readonly requests: number;
  readonly models: readonly ModelEstimate[];
  /** Lines that the Batch API would refuse, or that have no price. */
  readonly faults: readonly BatchFault[];
  /** Of the file as a whole. */
  readonly warnings: readonly string[];
}

export interface BatchPricing {
  readonly pricer: Pricer;
  readonly at: number;
  /** Output tokens of a call, where they are known from experience. */
  readonly outputTokens?: number;
}

/** Counts and prices a Batch API input file before it is sent, beside the same at standard rates. Reads lines one by one. */
export async function estimateBatch(lines: AsyncIterable<string>, pricing: BatchPricing): Promise<BatchEstimate> {
  const ids = new Set<string>();
  const endpoints = new Set<string>();
  const models = new Map<string, ModelEstimate>();
  const faults: BatchFault[] = [];
  let number = 0;
  let requests = 0;
  let bytes = 0;
  for await (const text of lines) {
    number += 1;
    bytes += Buffer.byteLength(text) + 1;
    if (text.trim() === "") continue;
    const read = readRequest(text, ids);
    if (typeof read.fault === "string") {
      faults.push({ line: number, id: read.id, reason: read.fault });
      continue;
    }
    endpoints.add(read.url);
    const priced = await priceRequest(read.body, read.url, pricing);
    if (typeof priced === "string") {
      faults.push({ line: number, id: read.id, reason: priced });
      continue;
    }
    requests += 1;
    models.set(priced.model, sumOf(models.get(priced.model), priced));
  }
  const warnings = [
    ...(requests + faults.length === 0 ? ["there is no request in it: a batch needs at least one"] : []),
    ...(endpoints.size > 1 ? [`the requests go to ${[...endpoints].join(" and ")}: a batch has one endpoint`] : []),
    ...(number > MOST_REQUESTS ? [`${number} requests: a batch takes ${MOST_REQUESTS} at most`] : []),
    ...(bytes > MOST_BYTES ? [`${Math.ceil(bytes / 1e6)} MB: a batch file has 200 MB at most`] : []),
  ];
  return {
    requests,
    models: [...models.values()].sort((a, b) => (a.batchUsd === b.batchUsd ? 0 : a.batchUsd > b.batchUsd ? -1 : 1)),
    faults,
    warnings,
  };
}

type ReadRequest =
  | { readonly fault: string; readonly id: string | null }
  | {
      readonly fault: undefined;
      readonly id: string;
      readonly url: string;
      readonly body: Readonly<Record<string, unknown>>;
    };

function readRequest(text: string, ids: Set<string>): ReadRequest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: "not JSON", id: null };
  }
  if (!isFields(json)) return { fault: "not a JSON object", id: null };
  const { custom_id: id, method, url, body } = json;
  if (typeof id !== "string" || id === "") return { fault: "custom_id is missing", id: null };
  if (ids.has(id)) return { fault: "custom_id stands twice", id };
  ids.add(id);
  if (method !== "POST") return { fault: 'method is not "POST"', id };
  if (typeof url !== "string" || !BATCH_ENDPOINTS.some((endpoint) => endpoint === url)) {
    return { fault: `${JSON.stringify(url ?? null)} cannot be batched: use ${BATCH_ENDPOINTS.join(", ")}`, id };
  }
  if (!COUNTED.has(url)) return { fault: `what ${url} comes to cannot be told from the request`, id };
  if (!isFields(body)) return { fault: "body is not an object", id };
  if (body["stream"] === true) return { fault: "a batch cannot stream", id };
  if (body["background"] === true) return { fault: "a background response cannot be batched", id };
  return { fault: undefined, id, url, body };
}

async function priceRequest(
  body: Readonly<Record<string, unknown>>,
  url: string,
  { pricer, at, outputTokens: known }: BatchPricing,
): Promise<ModelEstimate | string> {
  const size = await callSize(body, url);
  if (size?.model === undefined) return "body has no model";
  const { model, inputTokens, outputTokens: most } = size;
  const likely = Math.min(most, known ?? LIKELY_OUTPUT);
  const price = (serviceTier: "batch" | "standard", outputTokens: number) =>
    pricer.price({ model, serviceTier, at, usage: { inputTokens, outputTokens }, requests: 1 });
  const batch = price("batch", likely);
  const batchMost = price("batch", most);
  const standard = price("standard", likely);
  const standardMost = price("standard", most);
  if (batch.kind === "unpriced") return batch.message;
  if (batchMost.kind === "unpriced" || standard.kind === "unpriced" || standardMost.kind === "unpriced") {
    return `${model} has no standard price`;
  }
  return {
    model,
    requests: 1,
    inputTokens,
    outputTokens: likely,
    outputTokensAtMost: most,
    batchUsd: batch.usd,
    batchUsdAtMost: batchMost.usd,
    standardUsd: standard.usd,
    standardUsdAtMost: standardMost.usd,
  };
}

function sumOf(sum: ModelEstimate | undefined, one: ModelEstimate): ModelEstimate {
  if (sum === undefined) return one;
  return {
    model: one.model,
    requests: sum.requests + 1,
    inputTokens: sum.inputTokens + one.inputTokens,
    outputTokens: sum.outputTokens + one.outputTokens,
    outputTokensAtMost: sum.outputTokensAtMost + one.outputTokensAtMost,
    batchUsd: addUsd(sum.batchUsd, one.batchUsd),
    batchUsdAtMost: addUsd(sum.batchUsdAtMost, one.batchUsdAtMost),
    standardUsd: addUsd(sum.standardUsd, one.standardUsd),
    standardUsdAtMost: addUsd(sum.standardUsdAtMost, one.standardUsdAtMost),
  };
}

/** Of all models. */
export function batchTotal(
  { models }: BatchEstimate,
  figure: "batchUsd" | "batchUsdAtMost" | "standardUsd" | "standardUsdAtMost",
): PicoUsd {
  return models.reduce((sum, model) => addUsd(sum, model[figure]), ZERO_USD);
}

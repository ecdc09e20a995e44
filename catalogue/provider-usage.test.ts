import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { addUsd, parseUsd, priceLine, readProviderUsage, toDecimal } from "@runrate/core";
import { describe, expect, it } from "vitest";
import { bundledCatalogue } from "./index.ts";

interface Recorded {
  readonly id: string;
  readonly host: string;
  readonly usage?: unknown;
  /** Of a streamed answer: what its events say, the last being the sum. */
  readonly usage_events?: readonly { readonly usage: unknown }[];
}

interface Normalised {
  readonly input_total: number;
  readonly cache_read: number;
  readonly cache_write: number;
  readonly output: number;
  readonly reasoning: number;
}

/** The same bodies as another project priced them, at its prices of that day. */
interface Priced {
  readonly model?: string;
  readonly body: {
    readonly model?: string;
    readonly modelVersion?: string;
    readonly usage?: unknown;
    readonly usageMetadata?: unknown;
  };
  readonly extracted: readonly {
    readonly extractors: readonly {
      readonly provider_id: string;
      readonly input_price?: string;
      readonly output_price?: string;
    }[];
  }[];
}

const WEB_SEARCH = "the other project leaves the fee of web searches out";

/** Models of which a body comes to something else, each with the reason. */
const DIFFERENT: Readonly<Record<string, string>> = {
  "anthropic claude-sonnet-4-6": WEB_SEARCH,
  "anthropic claude-sonnet-4-5-20250929": WEB_SEARCH,
  "anthropic claude-sonnet-4-20250514": WEB_SEARCH,
  "google gemini-3-flash-preview": "one body was served at the flex tier, for which the catalogue has no price",
  "google google/gemini-2.0-flash-exp:free": "a reseller's free variant, which is no model of the maker",
  "openai gpt-5.6-sol": "priced there before the cut of 2026-08-21",
  "mistral mistral-medium-latest": "the name has moved on to a dearer model since",
  "deepseek deepseek-v4-flash": "priced there at another day's rates",
  "deepseek deepseek-r1-distill-llama-70b": "served by another host, which is not in the body",
};

const shared = process.env["RUNRATE_SHARED"] ?? fileURLToPath(new URL("../../shared", import.meta.url));
const folder = `${shared}/data/provider_usage`;
const isThere = existsSync(`${folder}/golden.json`);

function recorded(): Recorded[] {
  const lines = gunzipSync(readFileSync(`${folder}/usage.jsonl.gz`))
    .toString()
    .trim()
    .split("\n");
  return lines.map((line): Recorded => JSON.parse(line));
}

function normalised(usage: unknown): Normalised | string {
  const read = readProviderUsage(usage);
  if (read.kind !== "usage") return `${read.code}: ${read.message}`;
  const { inputTokens, cachedInputTokens = 0, cacheWriteTokens = 0, outputTokens, reasoningTokens = 0 } = read.usage;
  return {
    input_total: inputTokens,
    cache_read: cachedInputTokens,
    cache_write: cacheWriteTokens,
    output: outputTokens,
    reasoning: reasoningTokens,
  };
}

describe.skipIf(!isThere)("recorded usage of providers (skipped without the shared recordings)", () => {
  it("is all read, streamed or not", () => {
    const bodies = recorded().flatMap(({ host, usage, usage_events: events }) =>
      (events?.map((event) => event.usage) ?? [usage]).map((body) => ({ host, read: normalised(body) })),
    );
    expect(bodies.length).toBeGreaterThanOrEqual(1_187);
    expect(bodies.filter(({ read }) => typeof read === "string")).toEqual([]);
  });

  it("has the counts that its hosts' definitions make of it", () => {
    const golden: { readonly per_row: Readonly<Record<string, Normalised>> } = JSON.parse(
      readFileSync(`${folder}/golden.json`, "utf8"),
    );
    const rows = recorded().filter(({ id }) => id in golden.per_row);
    expect(rows).toHaveLength(1_037);
    const read = Object.fromEntries(rows.map(({ id, usage }) => [id, normalised(usage)]));
    expect(read).toEqual(golden.per_row);
  });

  it("comes to what another project makes of it, but for what is listed", () => {
    const priced: readonly Priced[] = JSON.parse(
      gunzipSync(readFileSync(`${folder}/genai_prices_usages.json.gz`)).toString(),
    );
    const catalogue = bundledCatalogue();
    const now = Date.parse("2026-09-23T00:00:00Z");
    const different = new Set<string>();
    let same = 0;
    for (const { model: asked, body, extracted } of priced) {
      const prices = extracted.flatMap(({ extractors }) => extractors).filter((one) => one.input_price !== undefined);
      const theirs = prices.find(({ provider_id: id }) => MAKERS.has(id)) ?? prices[0];
      if (theirs === undefined) continue;
      const model = asked ?? body.model ?? body.modelVersion;
      const usage = body.usage ?? body.usageMetadata;
      const ours = priceLine({ provider: theirs.provider_id, model, raw: true, usage }, { catalogue, now });
      const usd = addUsd(parseUsd(plain(theirs.input_price)), parseUsd(plain(theirs.output_price)));
      if ("usd" in ours && ours.usd === toDecimal(usd)) same += 1;
      else different.add(`${theirs.provider_id} ${model}`);
    }
    expect([...different].sort()).toEqual(Object.keys(DIFFERENT).sort());
    expect(same).toBe(766);
  });
});

const MAKERS = new Set(["anthropic", "openai", "google"]);

/** "9E-7" as a plain decimal. */
function plain(text = "0"): string {
  const [, whole = "", fraction = "", power] = /^(\d+)(?:\.(\d+))?E(-\d+)$/.exec(text) ?? [];
  if (power === undefined) return text;
  const digits = `${whole}${fraction}`;
  return `0.${"0".repeat(-Number(power) + fraction.length - digits.length)}${digits}`;
}

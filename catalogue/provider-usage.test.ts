import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { readProviderUsage } from "@runrate/core";
import { describe, expect, it } from "vitest";

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
});

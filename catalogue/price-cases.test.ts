import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { priceLine } from "@runrate/core";
import { bundledCatalogue } from "./index.ts";

interface PriceCase {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly usage: Readonly<Record<string, number>>;
  readonly expected_cost_usd: string;
  readonly as_of?: string;
}

/** The cases' names for counts, in Runrate's; null: a part of a total that has no price of its own. */
const NAMES: Readonly<Record<string, string | null>> = {
  cache_read_tokens: "cached_input_tokens",
  cache_audio_read_tokens: "cached_audio_tokens",
  cache_image_read_tokens: "cached_image_tokens",
  cache_video_read_tokens: "cached_video_tokens",
  cache_text_read_tokens: null,
  input_text_tokens: null,
  input_text_tool_tokens: null,
  input_tool_tokens: null,
  output_text_tokens: null,
  output_reasoning_tokens: "reasoning_tokens",
  file_search_calls: "file_searches",
  vector_store_gb_days: "storage_gb_days",
  code_interpreter_sessions: "code_sessions",
};

/** Cases that come to something else, each with the reason. */
const DIFFERENT: Readonly<Record<string, string>> = {
  c036: "a synthetic model that no catalogue holds",
  c038: "a synthetic model that no catalogue holds",
  c041: "names no model: a tool fee is priced with the model of its call",
  c078: "the case leaves the fee of its one web search ($0.01) out",
  c048: "a bill of an unnamed model behind a reseller",
};

const shared = process.env["RUNRATE_SHARED"] ?? fileURLToPath(new URL("../../shared", import.meta.url));
const file = `${shared}/pricecases/cases.json`;
const cases: readonly PriceCase[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).cases : [];

describe.skipIf(cases.length === 0)("price cases of other projects (skipped without the shared cases)", () => {
  const catalogue = bundledCatalogue();
  const now = Date.parse("2026-11-24T00:00:00Z");

  it.each(cases.map((each) => [each.id, each] as const))(
    "%s",
    (id, { provider, model, usage, as_of: at, expected_cost_usd: expected }) => {
      const counts = Object.entries(usage).flatMap(([name, count]) => {
        const ours = Object.hasOwn(NAMES, name) ? NAMES[name] : name;
        return ours == null ? [] : [[ours, count]];
      });
      const line = { provider, model, usage: Object.fromEntries(counts), ...(at === undefined ? {} : { at }) };
      const result = priceLine(line, { catalogue, now });
      const usd = "usd" in result ? result.usd : `${result.error.code}: ${result.error.message}`;
      if (id in DIFFERENT) expect(usd).not.toBe(expected);
      else expect(usd).toBe(expected);
    },
  );
});

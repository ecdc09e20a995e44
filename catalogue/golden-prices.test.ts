import { describe, expect, it } from "vitest";
import { priceLine } from "@runrate/core";
import { bundledCatalogue } from "./index.ts";

const catalogue = bundledCatalogue();
const now = Date.parse("2026-11-24T00:00:00Z");

function usd(line: Record<string, unknown>): string | undefined {
  const result = priceLine(line, { catalogue, now });
  return "usd" in result ? result.usd : result.error.code;
}

/** A million of each kind of token: the price per 1M is the amount. */
const prices = (model: string, at?: string) => {
  const priced = (usage: object) => usd({ model, usage, ...(at === undefined ? {} : { at }) });
  return [
    priced({ input_tokens: 1_000_000 }),
    priced({ input_tokens: 1_000_000, cached_input_tokens: 1_000_000 }),
    priced({ output_tokens: 1_000_000 }),
  ];
};

describe("the golden prices of SPEC.md, section 3", () => {
  it.each([
    ["gpt-4o-mini", ["0.15", "0.075", "0.6"]],
    ["gpt-4o", ["2.5", "1.25", "10"]],
  ])("%s", (model, expected) => {
    expect(prices(model)).toEqual(expected);
  });

  it("price a dated snapshot by its own entry", () => {
    expect(usd({ model: "gpt-4o-2024-05-13", usage: { input_tokens: 1_000_000 } })).toBe("5");
    expect(usd({ model: "gpt-4o-2024-05-13", usage: { output_tokens: 1_000_000 } })).toBe("15");
    expect(usd({ model: "gpt-3.5-turbo-0613", usage: { input_tokens: 1_000_000, output_tokens: 1_000_000 } })).toBe(
      "3.5",
    );
  });

  it("keep a price after the shutdown, with a warning", () => {
    const result = priceLine(
      { model: "gpt-4-turbo", usage: { input_tokens: 1_000_000, output_tokens: 1_000_000 } },
      { catalogue, now },
    );
    // 10.00 in + 30.00 out
    expect(result).toMatchObject({ usd: "40", warnings: [expect.stringContaining("shut down on 2026-10-23")] });
  });

  it("hold at the record's own instant: gpt-4o meant its first snapshot until 2024-10-02", () => {
    expect(prices("gpt-4o", "2024-05-20")).toEqual(prices("gpt-4o-2024-05-13"));
    expect(prices("gpt-4o", "2024-10-01T23:59:59.999Z")).toEqual(["5", "5", "15"]);
    expect(prices("gpt-4o", "2024-10-02")).toEqual(["2.5", "1.25", "10"]);
  });

  it("hold at the record's own instant: gpt-5.6-luna before and after 2026-07-30", () => {
    expect(usd({ model: "gpt-5.6-luna", at: "2026-07-29", usage: { input_tokens: 1_000, output_tokens: 1_000 } })).toBe(
      "0.007",
    );
    expect(usd({ model: "gpt-5.6-luna", at: "2026-07-30", usage: { input_tokens: 1_000, output_tokens: 1_000 } })).toBe(
      "0.0014",
    );
  });
});

describe("the golden costs of SPEC.md, section 4", () => {
  const run = { input_tokens: 2_000, output_tokens: 500 };

  it("a run of 2,000 in and 500 out", () => {
    // 2,000 × 0.15/1M + 500 × 0.60/1M = 0.0003 + 0.0003; 2,000 × 2.50/1M + 500 × 10/1M = 0.005 + 0.005
    expect([usd({ model: "gpt-4o-mini", usage: run }), usd({ model: "gpt-4o", usage: run })]).toEqual([
      "0.0006",
      "0.01",
    ]);
  });

  it("batch is half", () => {
    expect(usd({ model: "gpt-4o", service_tier: "batch", usage: { input_tokens: 1_000_000 } })).toBe("1.25");
  });

  it("an unknown model, tier or count is an error of its line, never $0", () => {
    expect(usd({ model: "gpt-nope", usage: run })).toBe("unknown_model");
    expect(usd({ model: "gpt-4o", service_tier: "cheap", usage: run })).toBe("unknown_tier");
    expect(usd({ model: "gpt-4o", usage: { ...run, cached_input_tokens: 2_001 } })).not.toMatch(/^\d/);
    expect(usd({ model: "gpt-4o", usage: { tokens: 5 } })).toBe("unknown_count");
    expect(usd({ model: "gpt-4o", usage: { input: 5 }, raw: true })).toBe("bad_usage");
    expect(usd({ usage: run })).toBe("bad_line");
  });
});

import { expect, it } from "vitest";
import { SMALL } from "./catalogue.fixture.ts";
import { priceLine } from "./price-line.ts";

const context = { catalogue: SMALL, now: Date.parse("2026-09-15T00:00:00Z"), aliases: { "our-gpt": "m-mini" } };
const price = (line: unknown) => priceLine(line, context);
const code = (line: unknown) => {
  const result = price(line);
  return "error" in result ? result.error.code : result.usd;
};

it("answers with the amount, its lines and the price behind it", () => {
  expect(price({ id: 7, model: "m-mini", usage: { input_tokens: 2_000, output_tokens: 500 } })).toEqual({
    id: 7,
    // 2,000 × 0.15/1M + 500 × 0.60/1M
    usd: "0.0006",
    lines: [
      { component: "input", units: 2_000, usd: "0.0003" },
      { component: "output", units: 500, usd: "0.0003" },
    ],
    price: { provider: "maker", model: "m-mini", from: null, source: "list", seen: "2026-11-01" },
  });
});

it("reads a provider's own body, and its tier unless the line has one", () => {
  const usage = { input_tokens: 100, cache_read_input_tokens: 0, output_tokens: 0, service_tier: "batch" };
  // 100 × 2.5/1M = 0.00025, half in batch
  expect(code({ model: "m-big", raw: true, usage })).toBe("0.000125");
  expect(code({ model: "m-big", raw: true, service_tier: "default", usage })).toBe("0.00025");
  expect(code({ model: "m-big", raw: true, usage: [{ usage }, { usage: { output_tokens: 1 } }] })).toBe("0.00013");
});

it("prices an aggregate as a range", () => {
  expect(price({ model: "m-long", requests: 10, usage: { input_tokens: 300_000 } })).toMatchObject({
    usd: "0.6",
    low: "0.6",
    high: "1.2",
  });
});

it("knows the tiers by all their names, and a user's aliases", () => {
  const usage = { input_tokens: 1_000_000 };
  expect(
    ["auto", "default", "standard", "Batch"].map((tier) => code({ model: "m-big", service_tier: tier, usage })),
  ).toEqual(["2.5", "2.5", "2.5", "1.25"]);
  expect(code({ model: "m-big", service_tier: "fast", usage })).toBe("no_rate");
  expect(code({ model: "our-gpt", usage })).toBe("0.15");
});

it("holds for instants from 2020 to 2100, days that exist", () => {
  const at = (instant: unknown) => code({ model: "m-mini", at: instant, usage: { input_tokens: 1_000_000 } });
  expect([at("2100-12-31T23:59:59.999Z"), at("2020-01-01"), at("2026-09-15T12:00:00+02:00"), at(null)]).toEqual([
    "0.15",
    "0.15",
    "0.15",
    "0.15",
  ]);
  for (const bad of ["2101-01-01", "2019-12-31", "2026-02-30", "yesterday", "", 5, "2026-13-01T00:00:00Z"])
    expect(at(bad)).toBe("bad_line");
});

it.each([
  [5, "bad_line"],
  [null, "bad_line"],
  [[], "bad_line"],
  [{ usage: {} }, "bad_line"],
  [{ model: "", usage: {} }, "bad_line"],
  [{ model: "m-mini", usage: {} }, "bad_usage"],
  [{ model: "m-mini", usage: { input_tokens: null } }, "bad_usage"],
  [{ model: "m-mini", usage: { input_tokens: 5, output_tokens: null } }, "bad_usage"],
  [{ model: "m-mini" }, "bad_line"],
  [{ model: "m-mini", usage: 5 }, "bad_line"],
  [{ model: "m-mini", usage: {}, service_tier: "cheap" }, "unknown_tier"],
  [{ model: "m-mini", usage: {}, service_tier: "__proto__" }, "unknown_tier"],
  [{ model: "m-mini", usage: {}, requests: 0 }, "bad_line"],
  [{ model: "m-mini", usage: JSON.parse('{"__proto__": 1}') }, "unknown_count"],
  [{ model: "nothing", usage: { input_tokens: 1 } }, "unknown_model"],
  [{ model: "x".repeat(10_000), usage: { input_tokens: 1 } }, "unknown_model"],
])("%j is an error of its line: %s", (line, expected) => {
  expect(code(line)).toBe(expected);
});

it("gives an error the line's id", () => {
  expect(price({ id: "a", model: "nothing", usage: { input_tokens: 0 } })).toMatchObject({
    id: "a",
    error: { code: "unknown_model" },
  });
});

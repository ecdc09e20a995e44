import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMALL } from "./catalogue.fixture.ts";
import { compilePricer } from "./compile-pricer.ts";
import { parseUsd, toDecimal, ZERO_USD, type PicoUsd } from "./money.ts";
import { whatIf, type MeasuredUsage } from "./what-if.ts";

const pricer = compilePricer(SMALL);

/** Usage as the ledger would have it: at its own price, plus fees that its counts do not show. */
function measured(model: string, more: Partial<MeasuredUsage> = {}, fees: PicoUsd = ZERO_USD): MeasuredUsage {
  const request = {
    model,
    serviceTier: "standard",
    at: Date.parse("2026-01-01T00:00:00Z"),
    usage: { inputTokens: 2_000, outputTokens: 500 },
    requests: 1,
    ...more,
  } as const;
  const price = pricer.price(request);
  return { usd: price.kind === "priced" ? ((price.usd + fees) as PicoUsd) : null, ...request };
}

describe("what if", () => {
  it("another model had answered: the same tokens at its prices", () => {
    const result = whatIf(pricer, [measured("m-big"), measured("m-big")], { model: "m-mini" });
    // 2 × (2,000 × 2.5 + 500 × 10) = $0.02 against 2 × (2,000 × 0.15 + 500 × 0.6) = $0.0012
    expect([result.before, result.after, result.saving].map(toDecimal)).toEqual(["0.02", "0.0012", "0.0188"]);
    expect(result.requests).toBe(2n);
  });

  it("it had run as a batch: half", () => {
    const result = whatIf(pricer, [measured("m-big")], { serviceTier: "batch" });
    expect(toDecimal(result.after)).toBe("0.005");
  });

  it("more had been cached", () => {
    const result = whatIf(pricer, [measured("m-big")], { cachedPercent: "50" });
    // 1,000 × 2.5 + 1,000 × 1.25 + 500 × 10
    expect(toDecimal(result.after)).toBe("0.00875");
  });

  it("keeps fees that the counts do not explain", () => {
    const result = whatIf(pricer, [measured("m-big", {}, parseUsd("0.25"))], { model: "m-mini" });
    expect([result.before, result.after, result.kept].map(toDecimal)).toEqual(["0.26", "0.2506", "0.25"]);
  });

  it("is a range where calls that were counted together may have passed a long-context bound", () => {
    const many = measured("m-big", { requests: 10, usage: { inputTokens: 1_000_000, outputTokens: 0 } });
    const result = whatIf(pricer, [many], { model: "m-long" });
    // all short: 1M × 2; all long: 1M × 4; the mean of 100,000 is short
    expect([result.low, result.after, result.high].map(toDecimal)).toEqual(["2", "2", "4"]);
  });

  it("leaves as it was, and names, what has no price after the change", () => {
    const result = whatIf(pricer, [measured("m-big")], { serviceTier: "flex" });
    expect([result.after, result.saving, result.unmoved.usd].map(toDecimal)).toEqual(["0.01", "0", "0.01"]);
    expect(result.unmoved.reasons).toEqual([expect.stringContaining("m-big has no flex price")]);
  });

  it("counts recorded usage without a price apart", () => {
    const result = whatIf(pricer, [measured("m-nothing", { requests: 4 })], { model: "m-mini" });
    expect(result).toMatchObject({ requests: 0n, unpricedRequests: 4n, before: ZERO_USD, after: ZERO_USD });
  });

  it("makes room in what was written to the cache", () => {
    const usage = { inputTokens: 1_000, cachedInputTokens: 0, cacheWriteTokens: 900, outputTokens: 0 };
    const result = whatIf(pricer, [measured("m-long", { usage })], { cachedPercent: "90" });
    // 900 × 0.2 + 100 × 2.5
    expect(toDecimal(result.after)).toBe("0.00043");
  });

  it("refuses a change that changes nothing, or no share", () => {
    expect(() => whatIf(pricer, [], {})).toThrow("nothing would be otherwise");
    expect(() => whatIf(pricer, [], { cachedPercent: "120" })).toThrow("120 %");
  });

  it("to the model that it was costs what it cost, and more caching never costs more", () => {
    const counts = fc
      .tuple(fc.nat(100_000), fc.nat(100_000), fc.nat(10_000))
      .map(([fresh, cached, out]) => ({ inputTokens: fresh + cached, cachedInputTokens: cached, outputTokens: out }));
    fc.assert(
      fc.property(fc.array(counts), fc.nat(100), fc.nat(100), (list, a, b) => {
        const usages = list.map((usage) => measured("m-big", { usage }));
        const same = whatIf(pricer, usages, { model: "m-big" });
        expect(same.after).toBe(same.before);
        const less = whatIf(pricer, usages, { cachedPercent: String(Math.min(a, b)) });
        const more = whatIf(pricer, usages, { cachedPercent: String(Math.max(a, b)) });
        expect(more.after <= less.after).toBe(true);
      }),
    );
  });
});

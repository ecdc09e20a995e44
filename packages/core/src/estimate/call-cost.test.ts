import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDecimal } from "../money.ts";
import { estimateCall } from "./call-cost.ts";
import { call, priceCall } from "./estimate.fixture.ts";

const decimals = (cost: ReturnType<typeof estimateCall>) =>
  cost.kind === "priced" ? [cost.usd.low, cost.usd.likely, cost.usd.high].map(toDecimal) : cost.reason;

describe("the cost of one call", () => {
  it("assumes 100 / 1,000 / 8,000 tokens of dynamic input and 50 / 500 / 4,000 of output, and says so", () => {
    const cost = estimateCall(call("gpt-4o-mini"), priceCall);
    // 100 × 0.15/1M + 50 × 0.60/1M = 0.000045; 1,000 and 500: 0.00045; 8,000 and 4,000: 0.0036
    expect(decimals(cost)).toEqual(["0.000045", "0.00045", "0.0036"]);
    expect(cost.assumptions).toEqual([
      "dynamic input of 100 / 1,000 / 8,000 tokens a call (low / likely / high)",
      "output of 50 / 500 / 4,000 tokens a call (low / likely / high; no cap could be read)",
    ]);
  });

  it("adds the static prompt and clamps the output to the cap", () => {
    const capped = call("gpt-4o-mini", { staticInputTokens: 2_000, maxOutputTokens: { kind: "known", value: 300 } });
    // likely: (2,000 + 1,000) × 0.15/1M + 300 × 0.60/1M = 0.00045 + 0.00018; high: 10,000 × 0.15/1M + 300 × 0.60/1M
    expect(decimals(estimateCall(capped, priceCall))).toEqual(["0.000345", "0.00063", "0.00168"]);
  });

  it("takes declared sizes before assumed ones: the golden run of 2,000 in and 500 out", () => {
    const sizes = (tokens: number) => ({ low: tokens, likely: tokens, high: tokens });
    const known = { origin: "declared", inputTokens: sizes(2_000), outputTokens: sizes(500) } as const;
    const cost = estimateCall(call("gpt-4o-mini"), priceCall, known);
    // 2,000 × 0.15/1M + 500 × 0.60/1M = 0.0003 + 0.0003
    expect(decimals(cost)).toEqual(["0.0006", "0.0006", "0.0006"]);
    expect(cost.assumptions).toEqual([]);
  });

  it("spans all models that the call may use, the first being the likely one", () => {
    const either = call("", { model: { kind: "one-of", values: ["gpt-4o-mini", "gpt-4o"] } });
    // low: the mini at 100/50; likely: the mini at 1,000/500; high: gpt-4o at 8,000/4,000 = 0.02 + 0.04
    expect(decimals(estimateCall(either, priceCall))).toEqual(["0.000045", "0.00045", "0.06"]);
  });

  it("never makes an unknown model free", () => {
    expect(decimals(estimateCall(call("gpt-nope"), priceCall))).toBe('no price is known for "gpt-nope"');
    const unresolved = call("", {
      model: { kind: "unresolved", expression: "pick()", reason: "the result of pick()" },
    });
    expect(decimals(estimateCall(unresolved, priceCall))).toBe("the model is unresolved: the result of pick()");
  });

  it("orders its three cases for any prompt and cap", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.option(fc.integer({ min: 1, max: 100_000 })), (staticInputTokens, cap) => {
        const maxOutputTokens = cap === null ? ({ kind: "absent" } as const) : ({ kind: "known", value: cap } as const);
        const cost = estimateCall(call("gpt-4o", { staticInputTokens, maxOutputTokens }), priceCall);
        expect(cost.kind).toBe("priced");
        if (cost.kind === "priced") {
          expect(cost.usd.low <= cost.usd.likely && cost.usd.likely <= cost.usd.high).toBe(true);
        }
      }),
    );
  });
});

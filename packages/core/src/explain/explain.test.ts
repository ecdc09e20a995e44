import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseUsd, picoUsd, sumUsd, toDecimal, type PicoUsd } from "../money.ts";
import type { ChangePart } from "./cell-change.ts";
import { explainChange, type ChangeExplanation, type EarlierPrices } from "./explain.ts";
import type { SpendCell, TokenRates, UsageTotals } from "./spend-cell.ts";

/** Micro-dollars per million tokens are pico-dollars per token: gpt-4o is 2.50 / 1.25 / 10, the mini 0.15 / 0.075 / 0.60. */
const perToken = (input: bigint, cached: bigint, output: bigint): TokenRates => ({
  input: { numerator: input, denominator: 1n },
  cachedInput: { numerator: cached, denominator: 1n },
  cacheWrite: { numerator: input, denominator: 1n },
  output: { numerator: output, denominator: 1n },
});
const RATES: Readonly<Record<string, TokenRates>> = {
  "gpt-4o": perToken(2_500_000n, 1_250_000n, 10_000_000n),
  "gpt-4o-mini": perToken(150_000n, 75_000n, 600_000n),
};

function costOf(totals: UsageTotals, rates: TokenRates): PicoUsd {
  const plain = totals.inputTokens - totals.cachedInputTokens - totals.cacheWriteTokens;
  return picoUsd(
    plain * rates.input.numerator +
      totals.cachedInputTokens * rates.cachedInput.numerator +
      totals.cacheWriteTokens * rates.cacheWrite.numerator +
      totals.outputTokens * rates.output.numerator,
  );
}

function cell(
  group: string,
  model: string,
  [requests, input, cached, output]: readonly [number, number, number, number],
  rates = RATES[model],
): SpendCell {
  const totals = {
    requests: BigInt(requests),
    inputTokens: BigInt(input),
    cachedInputTokens: BigInt(cached),
    cacheWriteTokens: 0n,
    outputTokens: BigInt(output),
  };
  return { group, model, totals, usd: rates ? costOf(totals, rates) : picoUsd(0n) };
}

const prices: EarlierPrices = {
  costThen: ({ model, totals }) => RATES[model] && costOf(totals, RATES[model]),
  ratesThen: ({ model }) => RATES[model],
};

const partsOf = ({ parts }: Pick<ChangeExplanation, "parts">): Partial<Record<ChangePart, string>> =>
  Object.fromEntries(parts.map(({ part, usd }) => [part, toDecimal(usd)]));

const explain = (earlier: SpendCell[], later: SpendCell[], by = "project") =>
  explainChange({ earlier, later, by, prices });

describe("why spend changed", () => {
  it("is volume when there are twice as many of the same calls", () => {
    const change = explain(
      [cell("web", "gpt-4o", [100, 200_000, 0, 50_000])],
      [cell("web", "gpt-4o", [200, 400_000, 0, 100_000])],
    );
    // 0.2M × 2.50 + 0.05M × 10 = 0.50 + 0.50, and as much again
    expect(partsOf(change)).toEqual({ volume: "1" });
  });

  it("is mix when calls move to another model of the same project", () => {
    const change = explain(
      [cell("web", "gpt-4o-mini", [100, 100_000, 0, 0])],
      [cell("web", "gpt-4o-mini", [50, 50_000, 0, 0]), cell("web", "gpt-4o", [50, 50_000, 0, 0])],
    );
    // before 0.1M × 0.15 = 0.015; after 0.0075 + 0.05M × 2.50 = 0.1325: 0.1175 more with as many calls
    expect(partsOf(change)).toEqual({ mix: "0.1175" });
  });

  it("tells size of input and output apart", () => {
    const change = explain(
      [cell("web", "gpt-4o", [100, 100_000, 0, 10_000])],
      [cell("web", "gpt-4o", [100, 150_000, 0, 30_000])],
    );
    // 50,000 × 2.50 / 1M = 0.125; 20,000 × 10 / 1M = 0.2
    expect(partsOf(change)).toEqual({ "output-size": "0.2", "input-size": "0.125" });
  });

  it("is caching when more of the same input is read from the cache", () => {
    const change = explain(
      [cell("web", "gpt-4o", [100, 1_000_000, 0, 0])],
      [cell("web", "gpt-4o", [100, 1_000_000, 400_000, 0])],
    );
    // 400,000 × (1.25 − 2.50) / 1M
    expect(partsOf(change)).toEqual({ caching: "-0.5" });
  });

  it("is price when the same calls cost more", () => {
    const dearer = perToken(3_000_000n, 1_250_000n, 10_000_000n);
    const change = explain(
      [cell("web", "gpt-4o", [10, 1_000_000, 0, 0])],
      [cell("web", "gpt-4o", [10, 1_000_000, 0, 0], dearer)],
    );
    // 1M × (3.00 − 2.50)
    expect(partsOf(change)).toEqual({ price: "0.5" });
  });

  it("takes causes in their order when several come together", () => {
    const change = explain(
      [cell("web", "gpt-4o", [100, 1_000_000, 500_000, 100_000])],
      [cell("web", "gpt-4o", [150, 3_000_000, 2_250_000, 300_000])],
    );
    // before 0.5 × 2.50 + 0.5 × 1.25 + 0.1 × 10 = 2.875; volume × 0.5 = 1.4375
    // output (0.3 − 0.15) × 10 = 1.5; input (3 − 1.5) at half cached 1.875 = 2.8125
    // caching: (2.25 − 1.5) × (1.25 − 2.50) = −0.9375
    expect(partsOf(change)).toEqual({
      "input-size": "2.8125",
      "output-size": "1.5",
      volume: "1.4375",
      caching: "-0.9375",
    });
    // after 0.75 × 2.50 + 2.25 × 1.25 + 3 = 7.6875
    expect(toDecimal(change.difference)).toBe("4.8125");
  });

  it("names groups that came and went, and ranks groups by their difference", () => {
    const change = explain(
      [cell("old", "gpt-4o", [1, 400_000, 0, 0]), cell("web", "gpt-4o", [1, 400_000, 0, 0])],
      [cell("fresh", "gpt-4o", [1, 800_000, 0, 0]), cell("web", "gpt-4o", [1, 400_000, 0, 0])],
    );
    expect(change.groups.map(({ group, status, difference }) => [group, status, toDecimal(difference)])).toEqual([
      ["fresh", "new", "2"],
      ["old", "gone", "-1"],
      ["web", "continuing", "0"],
    ]);
    expect(change.drivers).toEqual([
      { group: "fresh", part: "new", usd: parseUsd("2") },
      { group: "old", part: "gone", usd: parseUsd("-1") },
    ]);
  });

  it("by model, holds each model against the traffic of all that stayed", () => {
    const change = explain(
      [cell("gpt-4o", "gpt-4o", [100, 100_000, 0, 0]), cell("gpt-4o-mini", "gpt-4o-mini", [100, 100_000, 0, 0])],
      [cell("gpt-4o", "gpt-4o", [300, 300_000, 0, 0]), cell("gpt-4o-mini", "gpt-4o-mini", [100, 100_000, 0, 0])],
      "model",
    );
    // 200 calls became 400: volume (0.25 + 0.015) × 1 = 0.265; mix 0.25 × (3 − 2) + 0.015 × (1 − 2) = 0.235
    expect(partsOf(change)).toEqual({ volume: "0.265", mix: "0.235" });
  });

  it("counts what has no price apart, and claims nothing about it", () => {
    const mystery = { ...cell("web", "mystery", [0, 0, 0, 0]), unpricedRequests: 7n };
    const change = explain(
      [cell("web", "gpt-4o", [1, 1_000, 0, 0])],
      [cell("web", "gpt-4o", [1, 1_000, 0, 0]), mystery],
    );
    expect(change).toMatchObject({
      difference: 0n,
      parts: [],
      unpriced: { earlierRequests: 0n, laterRequests: 7n, models: ["mystery"] },
    });
  });

  it("puts what the rates do not explain into other", () => {
    const withSearch = (usd: string) => ({ ...cell("web", "gpt-4o", [10, 1_000, 0, 0]), usd: parseUsd(usd) });
    const change = explainChange({
      earlier: [withSearch("1")],
      later: [withSearch("3")],
      by: "project",
      prices: { costThen: ({ usd }) => usd, ratesThen: prices.ratesThen },
    });
    expect(partsOf(change)).toEqual({ other: "2" });
  });

  it("refuses usage that does not add up", () => {
    expect(() => explain([cell("web", "gpt-4o", [1, 10, 20, 0])], [])).toThrow(
      expect.objectContaining({ code: "bad_totals", hint: expect.any(String) }),
    );
    expect(() => explain([cell("web", "gpt-4o", [-1, 10, 0, 0])], [])).toThrow(/does not add up/);
  });
});

describe("an explanation", () => {
  const count = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const someCell = fc
    .record({
      group: fc.constantFrom("a", "b", "c"),
      model: fc.constantFrom("gpt-4o", "gpt-4o-mini", "unknown"),
      requests: fc.bigInt({ min: 0n, max: 10n ** 6n }),
      plain: count,
      cached: count,
      written: count,
      output: count,
      usd: fc.bigInt({ min: 0n, max: 10n ** 24n }),
    })
    .map(({ group, model, requests, plain, cached, written, output, usd }): SpendCell => ({
      group,
      model,
      usd: picoUsd(usd),
      totals: {
        requests,
        inputTokens: plain + cached + written,
        cachedInputTokens: cached,
        cacheWriteTokens: written,
        outputTokens: output,
      },
    }));
  const cells = fc.array(someCell, { maxLength: 12 });

  it("adds up to the pico-dollar, whatever the usage, by project and by model, and in any order", () => {
    fc.assert(
      fc.property(cells, cells, fc.constantFrom("project", "model"), (before, after, by) => {
        const named = (all: SpendCell[]) => (by === "model" ? all.map((one) => ({ ...one, group: one.model })) : all);
        const [earlier, later] = [named(before), named(after)];
        const change = explain(earlier, later, by);
        const total = (parts: readonly { readonly usd: PicoUsd }[]) => sumUsd(parts.map(({ usd }) => usd));
        expect(total(later) - total(earlier)).toBe(change.difference);
        expect(total(change.parts)).toBe(change.difference);
        expect(total(change.drivers)).toBe(change.difference);
        expect(sumUsd(change.groups.map(({ difference }) => difference))).toBe(change.difference);
        for (const group of change.groups) expect(total(group.parts)).toBe(group.difference);
        expect(explain(earlier.toReversed(), later.toReversed(), by)).toEqual(change);
      }),
      { numRuns: 300 },
    );
  });
});

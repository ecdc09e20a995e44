import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { picoUsd, sumUsd, toDecimal } from "../money.ts";
import { billChange, type MonthlyVolume } from "./bill-change.ts";
import { totalBill } from "./bill-total.ts";
import type { Direction } from "./direction.ts";

const range = (pico: bigint) => ({ low: picoUsd(pico), likely: picoUsd(pico), high: picoUsd(pico) });
const priced = (pico: bigint) => ({ kind: "priced", usd: range(pico), assumptions: [] }) as const;
const own = (calls: bigint): MonthlyVolume => ({
  calls: { low: calls, likely: calls, high: calls },
  origin: "declared",
  share: "own",
});
const changed = (direction: Direction, before: bigint, after: bigint, volume: MonthlyVolume | null) =>
  billChange(direction, { before: priced(before), after: priced(after) }, volume);

describe("the total of a bill's changes", () => {
  it("is the golden move of 900,000 monthly runs from gpt-4o-mini to gpt-4o", () => {
    // 10,000 threads × 3 runs × 30 days = 900,000 runs: × $0.0006 = $540, × $0.01 = $9,000, delta $8,460
    const total = totalBill([changed("up", 600_000_000n, 10_000_000_000n, own(900_000n))]);
    expect(total.direction).toBe("raises");
    expect(
      total.monthly && [total.monthly.before.likely, total.monthly.after.likely, total.monthly.delta].map(toDecimal),
    ).toEqual(["540", "9000", "8460"]);
    // 1,000 × ($0.01 − $0.0006)
    expect(total.per1kCalls && toDecimal(total.per1kCalls.delta)).toBe("9.4");
  });

  it("lets volumes decide between a call that rises and one that falls", () => {
    const up = changed("up", 1n, 3n, own(10n));
    expect(totalBill([up, changed("down", 2n, 1n, own(100n))]).direction).toBe("lowers");
    expect(totalBill([up, changed("down", 2n, 1n, own(5n))]).direction).toBe("raises");
    expect(totalBill([up, changed("down", 2n, 1n, null)]).direction).toBe("unknown");
  });

  it("needs no volume where all changes agree", () => {
    expect(totalBill([changed("up", 1n, 3n, null), changed("up", 1n, 2n, null)]).direction).toBe("raises");
    expect(totalBill([changed("none", 1n, 1n, null)]).direction).toBe("neutral");
    expect(totalBill([]).direction).toBe("neutral");
  });

  it("has a volume that is only a bound decide nothing", () => {
    const atMost: MonthlyVolume = { ...own(1_000n), share: "at-most" };
    expect(totalBill([changed("up", 1n, 3n, atMost), changed("down", 2n, 1n, own(1n))]).direction).toBe("unknown");
  });

  it("adds up exactly, in any order", () => {
    const change = fc.tuple(fc.bigInt(0n, 10n ** 24n), fc.bigInt(0n, 10n ** 24n), fc.bigInt(0n, 10n ** 9n));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1 }), (list) => {
        const changes = list.map(([before, after, calls]) => changed("up", before, after, own(calls)));
        const total = totalBill(changes.toReversed());
        expect(total.monthly?.delta).toBe(sumUsd(changes.map(({ monthly }) => monthly?.delta ?? picoUsd(0n))));
      }),
    );
  });
});

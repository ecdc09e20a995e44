import { describe, expect, it } from "vitest";
import { picoUsd } from "../money.ts";
import { billChange, type MonthlyVolume } from "./bill-change.ts";
import { totalBill } from "./bill-total.ts";
import { usd } from "./estimate.fixture.ts";
import { judge, type PolicyLimits } from "./policy.ts";

const calls = 1_000_000n;
const volume: MonthlyVolume = { calls: { low: calls, likely: calls, high: calls }, origin: "declared", share: "own" };
const priced = (pico: bigint) =>
  ({
    kind: "priced",
    usd: { low: picoUsd(pico), likely: picoUsd(pico), high: picoUsd(pico) },
    assumptions: [],
  }) as const;
/** $0.001 to $0.0015 a call: $1,000 to $1,500 a month at a million calls, $0.50 per 1,000 calls. */
const change = (with_: MonthlyVolume | null) =>
  totalBill([billChange("up", { before: priced(1_000_000_000n), after: priced(1_500_000_000n) }, with_)]);
const none = { monthlyBefore: null, shutDown: [], unresolved: 0, unpricedModels: [] };
const failOn = (fail: PolicyLimits) => ({ warn: {}, fail });

describe("a policy", () => {
  it("passes at the limit and fails strictly above it", () => {
    expect(judge(change(volume), failOn({ monthlyUsd: usd("500") }), none)).toEqual({
      direction: "raises",
      policy: "pass",
      reasons: [],
    });
    expect(judge(change(volume), failOn({ monthlyUsd: usd("499.999999999999") }), none).policy).toBe("fail");
  });

  it("says in words which bound was passed, the failing ones first", () => {
    const policy = {
      warn: { monthlyUsd: usd("100") },
      fail: { growthBasisPoints: 2_000n, totalMonthlyUsd: usd("1200") },
    };
    expect(judge(change(volume), policy, none)).toEqual({
      direction: "raises",
      policy: "fail",
      reasons: [
        "fails: the monthly estimate of $1,500.00 is above $1,200.00",
        "fails: growth of 50 % is above 20 %",
        "warns: growth a month of $500.00 is above $100.00",
      ],
    });
  });

  it("measures growth against all spend where that is known", () => {
    // $500 of growth on $10,000 is 5 %
    const facts = { ...none, monthlyBefore: usd("10000") };
    expect(judge(change(volume), failOn({ growthBasisPoints: 500n }), facts).policy).toBe("pass");
    expect(judge(change(volume), failOn({ growthBasisPoints: 499n }), facts).policy).toBe("fail");
  });

  it("counts growth that is above a limit by less than a basis point, and shows it above", () => {
    // $500 on $2,777 is 18.00504… %
    const facts = { ...none, monthlyBefore: usd("2777") };
    expect(judge(change(volume), failOn({ growthBasisPoints: 1_800n }), facts).reasons).toEqual([
      "fails: growth of 18.01 % is above 18 %",
    ]);
    expect(judge(change(volume), failOn({ growthBasisPoints: 1_801n }), facts).policy).toBe("pass");
  });

  it("works per 1,000 calls without a volume, and says what it could not check", () => {
    const policy = { warn: { per1kCallsUsd: usd("0.4") }, fail: { monthlyUsd: usd("1") } };
    expect(judge(change(null), policy, none)).toEqual({
      direction: "raises",
      policy: "warn",
      reasons: [
        "warns: growth per 1,000 calls of $0.50 is above $0.40",
        "not checked: 1 changed call without a volume of its own; declare it in runrate.yml",
      ],
    });
  });

  it("names a model that shuts down within the days it looks ahead, with date and replacement", () => {
    const model = { model: "gpt-4o", date: "2027-01-14", daysLeft: 51, replacement: "gpt-6-sol" };
    const facts = { ...none, shutDown: [model] };
    expect(judge(change(volume), failOn({ shutDownModels: true, shutDownWithinDays: 51 }), facts).reasons).toEqual([
      "fails: gpt-4o shuts down on 2027-01-14; its maker recommends gpt-6-sol",
    ]);
    expect(judge(change(volume), failOn({ shutDownModels: true, shutDownWithinDays: 50 }), facts).policy).toBe("pass");
    expect(judge(change(volume), failOn({ shutDownModels: true }), facts).policy).toBe("pass");
  });

  it("can forbid what cannot be resolved or priced", () => {
    const facts = { ...none, unresolved: 2, unpricedModels: ["new-1"] };
    expect(judge(change(volume), { warn: { unresolved: true }, fail: { unpriced: true } }, facts)).toMatchObject({
      policy: "fail",
      reasons: ["fails: no price is known for new-1", "warns: the model of 2 changed calls is unresolved"],
    });
  });
});

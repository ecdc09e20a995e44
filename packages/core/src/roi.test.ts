import { describe, expect, it } from "vitest";
import { parseUsd, toDecimal } from "./money.ts";
import { returnOnSpend } from "./roi.ts";

describe("return on spend", () => {
  it("is good at exactly a cent an interaction, since the bound is strict", () => {
    const roi = returnOnSpend(parseUsd("500"), 10_000, 5);
    // 500 / (10,000 × 5) = 0.01; 500 / 10,000 = 0.05
    expect([toDecimal(roi.costPerInteraction), toDecimal(roi.costPerUser), roi.grade]).toEqual([
      "0.01",
      "0.05",
      "good",
    ]);
  });

  it.each([
    ["0.009999999999", "excellent"],
    ["0.01", "good"],
    ["0.049999999999", "good"],
    ["0.05", "acceptable"],
    ["0.199999999999", "acceptable"],
    ["0.2", "marginal"],
  ])("of $%s an interaction is %s", (cost, grade) => {
    expect(returnOnSpend(parseUsd(cost), 1, 1).grade).toBe(grade);
  });

  it("has no figure without anybody to divide by", () => {
    expect(() => returnOnSpend(parseUsd("1"), 0, 5)).toThrow(/without users/);
  });
});

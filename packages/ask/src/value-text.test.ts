import { expect, it } from "vitest";
import { percentNumber, valueText } from "./value-text.ts";

it("rounds a share once, from what it is made of", () => {
  // 25 / 49.358 = 50.65035…%: by way of 50.65 it would be 50.6.
  const share = { type: "percent", part: 25_000n, whole: 49_358n } as const;
  expect(valueText(share)).toBe("50.7%");
  expect(percentNumber(share)).toBe(50.6504);
});

it("has no share of nothing", () => {
  const share = { type: "percent", part: 0n, whole: 0n } as const;
  expect([valueText(share), percentNumber(share)]).toEqual(["n/a", null]);
});

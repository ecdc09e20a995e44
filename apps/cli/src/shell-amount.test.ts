import { describe, expect, it } from "vitest";
import { refuseEatenAmounts } from "./shell-amount.ts";

describe("an amount out of which a shell has taken the $ and a digit", () => {
  it.each([".5k", ",500", "00", "0/day", "000 month", ",500,000/month"])("is refused: %s", (word) => {
    expect(() => refuseEatenAmounts(["set", word])).toThrow(/what a shell leaves of an amount/);
  });

  it.each(["$1.5k", "1.5k", "0", "0.5", "500k tokens", "gpt-5.5", "2026-11-01", "..."])("is not seen in %s", (word) => {
    expect(() => refuseEatenAmounts(["set", word])).not.toThrow();
  });
});

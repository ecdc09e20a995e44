import { describe, expect, it } from "vitest";
import { parseUsd } from "./money.ts";
import { tokensPerDollar } from "./tokens-per-dollar.ts";

describe("tokens per dollar", () => {
  it.each([
    ["0.15", 6_666_667n], // gpt-4o-mini in: 1M / 0.15 = 6.67M
    ["0.6", 1_666_667n], // out: 1.67M
    ["2.5", 400_000n], // gpt-4o in
    ["10", 100_000n], // out
    ["3", 333_333n], // Claude 3.5 Sonnet in
    ["15", 66_667n], // out
  ])("at $%s per 1M are %d", (price, tokens) => {
    expect(tokensPerDollar(parseUsd(price))).toEqual({ kind: "tokens", tokens });
  });

  it("are not infinite for a local model", () => {
    expect(tokensPerDollar(null)).toEqual({ kind: "no-token-price" });
    expect(tokensPerDollar(parseUsd("0"))).toEqual({ kind: "no-token-price" });
  });
});

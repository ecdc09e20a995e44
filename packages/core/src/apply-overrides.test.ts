import { describe, expect, it } from "vitest";
import { applyOverrides } from "./apply-overrides.ts";
import { SMALL } from "./catalogue.fixture.ts";
import { priceUsage, type PriceRequest } from "./cost.ts";
import { toDecimal } from "./money.ts";
import type { PriceOverride } from "./price-override.ts";

const AT = Date.parse("2026-09-15T00:00:00Z");
const MILLION = { inputTokens: 1_000_000, outputTokens: 1_000_000 };

/** The cost of a million in and a million out: input price + output price. */
function cost(overrides: readonly PriceOverride[], model: string, more: Partial<PriceRequest> = {}): string {
  const catalogue = applyOverrides(SMALL, overrides);
  const priced = priceUsage(catalogue, {
    model,
    serviceTier: "standard",
    at: AT,
    usage: MILLION,
    requests: 1,
    ...more,
  });
  return priced.kind === "priced" ? toDecimal(priced.usd) : priced.code;
}

const rates = (model: string, input: string, output: string, more: object = {}): PriceOverride => ({
  kind: "rates",
  model,
  rates: { input, output },
  ...more,
});

describe("an override of rates", () => {
  it("replaces the list price of a model, wherever it is sold, and not that of a snapshot with its own", () => {
    const list = [rates("m-big", "2", "8")];
    expect(cost(list, "m-big")).toBe("10");
    expect(cost(list, "m-big", { provider: "cloud" })).toBe("10");
    expect(cost(list, "m-big-2030-01-01")).toBe("10");
    expect(cost(list, "m-big-2024-05-13")).toBe("20");
    expect(cost(list, "m-mini")).toBe("0.75");
  });

  it("of one provider is not another's, though that one sells at its list prices", () => {
    expect(cost([rates("m-big", "2", "8", { provider: "maker" })], "m-big", { provider: "cloud" })).toBe("12.5");
    const cloud = [rates("m-big", "2", "8", { provider: "az.ai.cloud" })];
    expect(cost(cloud, "m-big", { provider: "cloud" })).toBe("10");
    expect(cost(cloud, "m-big")).toBe("12.5");
  });

  it("keeps the rates that it does not name, and halves its own for batch unless it says otherwise", () => {
    const usage = { inputTokens: 1_000_000, cachedInputTokens: 1_000_000, outputTokens: 0 };
    expect(cost([rates("m-big", "2", "8")], "m-big", { usage })).toBe("1.25");
    expect(cost([rates("m-big", "2", "8")], "m-big", { serviceTier: "batch" })).toBe("5");
    expect(
      cost([rates("m-big", "2", "8", { batch: { kind: "factor", factor: "0.4" } })], "m-big", { serviceTier: "batch" }),
    ).toBe("4");
    const own = { batch: { kind: "rates", rates: { input: "1", output: "1" } } };
    expect(cost([rates("m-big", "2", "8", own)], "m-big", { serviceTier: "batch" })).toBe("2");
  });

  it("holds at every input length", () => {
    expect(cost([rates("m-long", "1", "4")], "m-long")).toBe("5");
    expect(cost([], "m-long")).toBe("19");
  });

  it("with dates holds between them, without for all time", () => {
    const dated = [rates("m-big", "2", "8", { from: "2026-09-01", to: "2026-10-01" })];
    const at = (day: string, list = dated, model = "m-big") => cost(list, model, { at: Date.parse(day) });
    expect([at("2026-08-31"), at("2026-09-01"), at("2026-09-30"), at("2026-10-01")]).toEqual([
      "12.5",
      "10",
      "10",
      "12.5",
    ]);
    const always = [rates("m-dated", "1", "1")];
    expect([
      at("2024-01-01", always, "m-dated"),
      at("2025-06-10T23:00:00Z", always, "m-dated"),
      at("2027-02-01", always, "m-dated"),
    ]).toEqual(["2", "2", "2"]);
  });

  it("of an alias changes that name alone", () => {
    const list = [rates("m-mini-2024-07-18", "1", "1")];
    expect([cost(list, "m-mini-2024-07-18"), cost(list, "m-mini")]).toEqual(["2", "0.75"]);
  });

  it("makes a model known that nobody lists, anywhere or at the provider it names", () => {
    expect(cost([rates("house", "1", "2")], "house")).toBe("3");
    expect(cost([rates("house", "1", "2")], "house", { provider: "maker" })).toBe("3");
    expect(cost([rates("house", "1", "2")], "house", { provider: "nobody" })).toBe("3");
    expect(cost([rates("zed", "1", "2", { provider: "acme" })], "zed", { provider: "acme" })).toBe("3");
    expect(cost([rates("zed", "1", "2", { provider: "acme" })], "zed", { provider: "maker" })).toBe("unknown_model");
    expect(cost([rates("__proto__", "1", "2")], "__proto__")).toBe("3");
  });

  it("marks the catalogue and the price as negotiated, and leaves the given catalogue as it was", () => {
    const catalogue = applyOverrides(SMALL, [rates("m-big", "2", "8")]);
    const priced = priceUsage(catalogue, {
      model: "m-big",
      serviceTier: "standard",
      at: AT,
      usage: MILLION,
      requests: 1,
    });
    expect(priced.kind === "priced" && priced.price).toMatchObject({ basis: "negotiated", source: "override" });
    expect(cost([], "m-big")).toBe("12.5");
    expect(applyOverrides(SMALL, [])).toBe(SMALL);
  });
});

describe("a discount", () => {
  const off = (discountPercent: string, more: object = {}): PriceOverride => ({
    kind: "discount",
    discountPercent,
    ...more,
  });

  it("lowers a provider's prices, a model's, or one model's at one provider", () => {
    // 12.5 × 0.9; 0.75 × 0.9
    expect(cost([off("10", { provider: "maker" })], "m-big")).toBe("11.25");
    expect(cost([off("10", { provider: "maker" })], "m-big", { provider: "cloud" })).toBe("12.5");
    expect(cost([off("10", { provider: "cloud" })], "m-big", { provider: "cloud" })).toBe("11.25");
    expect(cost([off("10", { model: "m-mini" })], "m-mini")).toBe("0.675");
    expect(cost([off("10", { model: "m-b*" })], "m-big")).toBe("11.25");
    expect(cost([off("10", { model: "m-b*" })], "m-mini")).toBe("0.75");
    expect(cost([off("12.5")], "llama-9", { provider: "other" })).toBe("1.225");
    expect(cost([off("100")], "m-big")).toBe("0");
  });

  it("of a provider lowers its fees too, of a model its tokens alone", () => {
    const usage = { inputTokens: 0, outputTokens: 0, webSearches: 1 };
    expect(cost([off("10", { provider: "maker" })], "m-big", { usage })).toBe("0.009");
    expect(cost([off("10", { model: "m-big" })], "m-big", { usage })).toBe("0.01");
  });

  it("does not add up with another: the later of two that fit wins", () => {
    expect(cost([off("10", { provider: "maker" }), off("20", { model: "m-big" })], "m-big")).toBe("10");
  });

  it("comes off a negotiated price that stands before it, and gives way to one that stands after", () => {
    expect(cost([rates("m-big", "2", "8"), off("10")], "m-big")).toBe("9");
    expect(cost([off("10"), rates("m-big", "2", "8")], "m-big")).toBe("10");
  });

  it("reaches batch, long context and every hour", () => {
    expect(cost([off("10")], "m-big", { serviceTier: "batch" })).toBe("5.625");
    expect(cost([off("10")], "m-long")).toBe("17.1");
    expect(cost([off("50")], "m-dated", { at: Date.parse("2025-06-10T23:00:00Z") })).toBe("10");
  });
});

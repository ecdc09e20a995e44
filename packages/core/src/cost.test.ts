import { describe, expect, it } from "vitest";
import { catalogueOf, model, period, requestOf, SMALL } from "./catalogue.fixture.ts";
import { compilePricer } from "./compile-pricer.ts";
import { priceUsage, type PriceRequest } from "./cost.ts";
import { parseUsd, toDecimal } from "./money.ts";
import type { UsageCounts } from "./usage.ts";

function cost(name: string, usage: Partial<UsageCounts>, more: Partial<PriceRequest> = {}): string {
  const priced = priceUsage(SMALL, requestOf(name, usage, more));
  return priced.kind === "priced" ? toDecimal(priced.usd) : priced.code;
}

function lines(name: string, usage: Partial<UsageCounts>, more: Partial<PriceRequest> = {}): string[] {
  const priced = priceUsage(SMALL, requestOf(name, usage, more));
  if (priced.kind !== "priced") return [priced.message];
  return priced.lines.map((line) => `${line.component} ${line.units} ${toDecimal(line.usd)}`);
}

describe("a run", () => {
  it("costs the sum of its components", () => {
    // 2,000 × 0.15/1M + 500 × 0.60/1M = 0.0003 + 0.0003
    expect(cost("m-mini", { inputTokens: 2_000, outputTokens: 500 })).toBe("0.0006");
    // 2,000 × 2.50/1M + 500 × 10/1M = 0.005 + 0.005; 0.01 / 0.0006 = 16.67
    expect(cost("m-big", { inputTokens: 2_000, outputTokens: 500 })).toBe("0.01");
  });

  it("counts a cached token once: uncached input = input − cached − cache writes", () => {
    // 1,000 − 600 − 300 = 100 × 2 + 600 × 0.2 + 300 × 2.5 (30 minutes, the maker's default) = 200 + 120 + 750 millionths
    expect(lines("m-long", { inputTokens: 1_000, cachedInputTokens: 600, cacheWriteTokens: 300 })).toEqual([
      "input 100 0.0002",
      "cached_input 600 0.00012",
      "cache_write_30m 300 0.00075",
    ]);
  });

  it("bills a cached token as input where no discount is listed", () => {
    // 1,000 × 5/1M
    expect(cost("m-big-2024-05-13", { inputTokens: 1_000, cachedInputTokens: 400 })).toBe("0.005");
  });

  it("shows reasoning as output where it costs the same", () => {
    expect(lines("m-mini", { outputTokens: 500, reasoningTokens: 300 })).toEqual(["output 500 0.0003"]);
  });

  it("adds fees per call, sessions and storage", () => {
    // 2 × 10/1,000 + 1 × 0.03 + 12.5 × 0.10 = 0.02 + 0.03 + 1.25
    expect(cost("m-mini", { webSearches: 2, codeSessions: 1, storageGbDays: "12.5" })).toBe("1.3");
    // The cloud's own fee: 2 × 14/1,000
    expect(cost("m-mini", { webSearches: 2 }, { provider: "cloud" })).toBe("0.028");
  });

  it("without a rate for something that was counted is unpriced, never cheaper", () => {
    expect(cost("m-mini", { inputTokens: 1_000, fileSearches: 1 })).toBe("no_rate");
    expect(cost("m-embed", { inputTokens: 1_000, outputTokens: 1 })).toBe("no_rate");
    expect(cost("m-embed", { inputTokens: 1_000 })).toBe("0.00002");
    expect(cost("ollama/llama3", { inputTokens: 1_000 })).toBe("no_token_price");
    expect(cost("nothing", { inputTokens: 1_000 })).toBe("unknown_model");
  });
});

describe("audio, images and video are billed once, by their own rates", () => {
  const catalogue = catalogueOf([
    {
      id: "maker",
      name: "Maker",
      makes: [{ starts_with: "rt" }],
      models: [
        model("rt", {
          input: "4",
          cached_input: "0.4",
          output: "24",
          input_audio: "32",
          cached_audio: "0.4",
          output_audio: "64",
          input_image: "5",
          cached_image: "0.5",
        }),
      ],
    },
  ]);

  it("a realtime call of text, audio and images", () => {
    const usage = {
      inputTokens: 1_000,
      cachedInputTokens: 400,
      inputAudioTokens: 250,
      cachedAudioTokens: 100,
      inputImageTokens: 150,
      cachedImageTokens: 50,
      outputTokens: 500,
      outputAudioTokens: 300,
    };
    const priced = priceUsage(catalogue, requestOf("rt", usage));
    // text 350 × 4 + 250 × 0.4, audio 150 × 32 + 100 × 0.4, image 100 × 5 + 50 × 0.5, out 200 × 24 + 300 × 64
    // = 1,400 + 100 + 4,800 + 40 + 500 + 25 + 4,800 + 19,200 = 30,865 millionths
    expect(priced.kind === "priced" && toDecimal(priced.usd)).toBe("0.030865");
  });

  it("takes as much audio for cached as must have been, where the source does not say", () => {
    const priced = priceUsage(
      catalogue,
      requestOf("rt", { inputTokens: 100, cachedInputTokens: 50, inputAudioTokens: 80 }),
    );
    // 80 + 50 overlap by 30: 50 audio × 32 + 30 cached audio × 0.4 + 20 cached text × 0.4 = 1,600 + 12 + 8
    expect(priced.kind === "priced" && toDecimal(priced.usd)).toBe("0.00162");
  });

  it("says when audio is billed as text for want of a rate", () => {
    const priced = priceUsage(SMALL, requestOf("m-mini", { inputTokens: 100, inputAudioTokens: 80 }));
    expect(priced.kind === "priced" && priced.warnings.map(({ code }) => code)).toContain("no_own_rate");
  });
});

describe("tiers", () => {
  it("batch is half, also of what does not divide evenly", () => {
    // 1M × 2.5/1M / 2
    expect(cost("m-big", { inputTokens: 1_000_000 }, { serviceTier: "batch" })).toBe("1.25");
    // fees are not halved: 10/1,000
    expect(cost("m-big", { webSearches: 1 }, { serviceTier: "batch" })).toBe("0.01");
  });

  it("flex without a listed price is unpriced; what its list leaves out stands as at standard", () => {
    expect(cost("m-big", { inputTokens: 1 }, { serviceTier: "flex" })).toBe("no_rate");
    // cache writes 2.5 / 2 of flex input 1 = 1.25; 1M × 1.25/1M
    expect(cost("m-long", { inputTokens: 100_000, cacheWriteTokens: 100_000 }, { serviceTier: "flex" })).toBe("0.125");
    // above 272,000: input 1 × 4/2, output 5 × 15/10 → 300,000 × 2/1M + 1,000 × 7.5/1M = 0.6 + 0.0075
    expect(cost("m-long", { inputTokens: 300_000, outputTokens: 1_000 }, { serviceTier: "flex" })).toBe("0.6075");
  });

  it("a chosen region costs its uplift, where there is one", () => {
    // 1,000 × 2/1M × 1.1
    expect(cost("m-long", { inputTokens: 1_000 }, { region: "eu" })).toBe("0.0022");
    expect(cost("m-long", { inputTokens: 1_000 }, { region: "global" })).toBe("0.002");
    expect(cost("m-mini", { inputTokens: 1_000 }, { region: "eu" })).toBe("0.00015");
  });
});

describe("long context", () => {
  it("reprices the whole request strictly above the bound", () => {
    // 272,000 × 2/1M = 0.544; 272,001 × 4/1M = 1.088004
    expect(cost("m-long", { inputTokens: 272_000 })).toBe("0.544");
    expect(cost("m-long", { inputTokens: 272_001 })).toBe("1.088004");
    // above: 300,000 × 4 + 1,000 × 15 = 1.2 + 0.015
    expect(cost("m-long", { inputTokens: 300_000, outputTokens: 1_000 })).toBe("1.215");
  });

  it("makes the cost of an aggregate a range, likely at the mean length", () => {
    const of = (inputTokens: number, requests: number) => {
      const priced = priceUsage(SMALL, requestOf("m-long", { inputTokens }, { requests }));
      return priced.kind === "priced" ? [priced.low, priced.usd, priced.high].map(toDecimal) : [];
    };
    // 10 requests of 30,000 on average: 300,000 × 2/1M, or × 4/1M if nearly all were one request
    expect(of(300_000, 10)).toEqual(["0.6", "0.6", "1.2"]);
    // 2 of 300,000 on average: likely long
    expect(of(600_000, 2)).toEqual(["1.2", "2.4", "2.4"]);
    // not even one can have passed the bound
    expect(of(272_000, 10)).toEqual(["0.544", "0.544", "0.544"]);
    // a report that does not count its calls: most are short
    expect(of(300_000, 0)).toEqual(["0.6", "0.6", "1.2"]);
    expect(compilePricer(SMALL).price(requestOf("m-long", { inputTokens: 300_000 }, { requests: 0 }))).toMatchObject({
      usd: parseUsd("0.6"),
      high: parseUsd("1.2"),
    });
  });
});

describe("prices hold at the record's own instant", () => {
  const at = (instant: string) => cost("m-dated", { inputTokens: 1_000_000 }, { at: Date.parse(instant) });

  it("on both sides of each change", () => {
    expect(at("2025-01-01T12:00:00Z")).toBe("10");
    expect(at("2025-06-09T23:59:59.999Z")).toBe("10");
    expect(at("2025-06-10T12:00:00Z")).toBe("2");
    expect(at("2026-12-31T12:00:00Z")).toBe("2");
    expect(at("2027-01-01T00:00:00Z")).toBe("3");
    expect(at("2100-12-31T00:00:00Z")).toBe("3");
  });

  it("and hour of the day, from the day on which hours count, past midnight", () => {
    expect(at("2025-06-10T22:00:00Z")).toBe("4");
    expect(at("2025-06-11T03:59:59Z")).toBe("4");
    expect(at("2025-06-11T04:00:00Z")).toBe("2");
    expect(at("2025-06-09T23:00:00Z")).toBe("10");
  });

  it("and not before the first known day", () => {
    expect(at("2024-12-31T23:59:59Z")).toBe("not_yet_effective");
  });

  it("after the shutdown, with a warning that names the successor", () => {
    const priced = priceUsage(SMALL, requestOf("m-mini", { inputTokens: 1 }, { at: Date.parse("2026-10-23") }));
    expect(priced.kind === "priced" && priced.warnings).toEqual([
      { code: "model_shut_down", message: expect.stringMatching(/2026-10-23.*recommends m-big/) },
    ]);
    const alias = priceUsage(SMALL, requestOf("m-big-0314", { inputTokens: 1 }, { at: Date.parse("2026-04-01") }));
    expect(alias.kind === "priced" && alias.warnings.map(({ code }) => code)).toEqual(["model_shut_down"]);
    const early = priceUsage(SMALL, requestOf("m-mini", { inputTokens: 1 }, { at: Date.parse("2026-10-22") }));
    expect(early.kind === "priced" && early.warnings).toEqual([]);
  });

  it("and a price that is only reported carries that doubt", () => {
    const priced = priceUsage(SMALL, requestOf("m-long", { inputTokens: 1 }, { serviceTier: "flex" }));
    expect(priced.kind === "priced" && [priced.price.source, priced.warnings.map(({ code }) => code)]).toEqual([
      "rumour",
      ["reported_price"],
    ]);
  });
});

it("prices a trillion dollars to the pico-dollar", () => {
  const million = catalogueOf([
    {
      id: "p",
      name: "P",
      makes: [{ starts_with: "x" }],
      models: [{ id: "x", prices: [period({ input: "1000000.000001" })] }],
    },
  ]);
  const priced = priceUsage(million, requestOf("x", { inputTokens: 1_000_000_000_000 }));
  // 1e12 × 1,000,000.000001 / 1e6 = 1,000,000,000,000 + 1
  expect(priced.kind === "priced" && toDecimal(priced.usd)).toBe("1000000000001");
});

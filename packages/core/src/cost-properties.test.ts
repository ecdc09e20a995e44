import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestOf, SMALL } from "./catalogue.fixture.ts";
import { compilePricer } from "./compile-pricer.ts";
import { priceUsage } from "./cost.ts";
import type { UsageCounts } from "./usage.ts";

const usages = fc
  .record({
    fresh: fc.nat(600_000),
    cached: fc.nat(1e5),
    write: fc.nat(1e5),
    in12h: fc.nat(1e4),
    audio: fc.nat(1e4),
    output: fc.nat(1e5),
    reasoning: fc.nat(1e4),
  })
  .map(({ fresh, cached, write, in12h, audio, output, reasoning }): UsageCounts => ({
    inputTokens: fresh + cached + write + in12h + audio,
    cachedInputTokens: cached,
    cacheWriteTokens: write + in12h,
    cacheWrite12hTokens: in12h,
    inputAudioTokens: audio,
    outputTokens: output + reasoning,
    reasoningTokens: reasoning,
  }));
const names = fc.constantFrom("m-mini", "m-big", "m-long", "m-thirds", "m-big-2024-05-13", "llama-9", "cloud/m-long");
const tiers = fc.constantFrom("standard" as const, "batch" as const, "flex" as const);

describe("for any usage", () => {
  it("the lines add up to the amount, and every token is in one of them", () => {
    fc.assert(
      fc.property(names, usages, tiers, fc.integer({ min: 1, max: 5 }), (name, usage, serviceTier, requests) => {
        const priced = priceUsage(SMALL, requestOf(name, usage, { serviceTier, requests }));
        if (priced.kind !== "priced") return;
        expect(priced.lines.reduce((sum, line) => sum + line.usd, 0n)).toBe(priced.usd);
        expect(priced.lines.reduce((sum, line) => sum + line.units, 0)).toBe(usage.inputTokens + usage.outputTokens);
        expect(priced.low <= priced.usd && priced.usd <= priced.high).toBe(true);
      }),
    );
  });

  it("more of it never costs less", () => {
    fc.assert(
      fc.property(names, usages, fc.nat(1e6), fc.nat(1e6), (name, usage, moreIn, moreOut) => {
        const more = { ...usage, inputTokens: usage.inputTokens + moreIn, outputTokens: usage.outputTokens + moreOut };
        const [a, b] = [priceUsage(SMALL, requestOf(name, usage)), priceUsage(SMALL, requestOf(name, more))];
        if (a.kind === "priced" && b.kind === "priced") expect(b.usd >= a.usd).toBe(true);
      }),
    );
  });

  it("batch is half of standard, where half is whole", () => {
    fc.assert(
      fc.property(usages, (usage) => {
        const [a, b] = [
          priceUsage(SMALL, requestOf("m-big", usage)),
          priceUsage(SMALL, requestOf("m-big", usage, { serviceTier: "batch" })),
        ];
        if (a.kind !== "priced" || b.kind !== "priced") throw new Error("m-big has a price for all of it");
        expect(b.usd * 2n).toBe(a.usd);
      }),
    );
  });

  it("a compiled pricer gives the same amounts, whatever it priced before", () => {
    const pricer = compilePricer(SMALL);
    const instants = fc
      .constantFrom("2025-01-01", "2025-06-10T23:00:00Z", "2026-09-15", "2027-02-01")
      .map((text) => Date.parse(text));
    const anyName = fc.oneof(names, fc.constantFrom("m-dated", "nothing", "ollama/x", "m-embed"));
    const plain = usages.map(({ inputTokens, cachedInputTokens = 0, outputTokens }) => ({
      inputTokens,
      cachedInputTokens,
      outputTokens,
    }));
    fc.assert(
      fc.property(
        anyName,
        fc.oneof(usages, plain),
        tiers,
        instants,
        fc.constantFrom(1, 4),
        fc.constantFrom(undefined, "eu"),
        (name, usage, serviceTier, at, requests, region) => {
          const one = requestOf(name, usage, {
            serviceTier,
            at,
            requests,
            ...(region === undefined ? {} : { region }),
          });
          const [slow, fast] = [priceUsage(SMALL, one), pricer.price(one)];
          if (slow.kind === "priced")
            expect(fast).toEqual({ kind: "priced", usd: slow.usd, low: slow.low, high: slow.high });
          else expect(fast).toEqual(slow);
        },
      ),
      { numRuns: 500 },
    );
  });
});

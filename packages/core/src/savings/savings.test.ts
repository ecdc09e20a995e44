import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMALL } from "../catalogue.fixture.ts";
import { compilePricer } from "../compile-pricer.ts";
import { parseUsd, picoUsd, sumUsd, toDecimal } from "../money.ts";
import type { UsageCounts } from "../usage.ts";
import type { MeasuredUsage } from "../what-if.ts";
import { batchSaving } from "./batch-saving.ts";
import { cachingSaving } from "./caching-saving.ts";
import { capSaving, capUsage } from "./cap-saving.ts";
import { compressionSaving } from "./compression-saving.ts";
import { rankSavings } from "./rank-savings.ts";
import { routingSaving } from "./routing-saving.ts";
import { perMonth, type Saving } from "./saving.ts";
import { findStaleState, staleStateSaving } from "./stale-state.ts";

const pricer = compilePricer(SMALL);
const DAY = 86_400_000;
const MONTH = 30 * DAY;
const AT = Date.parse("2026-01-01T00:00:00Z");

function measured(model: string, usage: UsageCounts, more: Partial<MeasuredUsage> = {}): MeasuredUsage {
  const request = { model, serviceTier: "standard", at: AT, usage, requests: 1, ...more } as const;
  const price = pricer.price(request);
  return { usd: price.kind === "priced" ? price.usd : null, ...request };
}

const amounts = (saving: Saving | undefined) =>
  saving && [saving.low, saving.likely, saving.high].map((amount) => toDecimal(amount));

describe("savings per month", () => {
  it("scale what was measured to 30 days", () => {
    // $7 in 7 days
    expect(toDecimal(perMonth(parseUsd("7"), 7 * DAY))).toBe("30");
    expect(() => perMonth(parseUsd("7"), 0)).toThrow("0 milliseconds");
  });

  it("are ranked by size, and what does not apply is left out", () => {
    const saving = (lever: Saving["lever"], usd: string): Saving => {
      const likely = parseUsd(usd);
      return { lever, likely, low: likely, high: likely, how: "", assumptions: [] };
    };
    const ranked = rankSavings([saving("batch", "1"), undefined, saving("caps", "-2"), saving("caching", "3")]);
    expect(ranked.map(({ lever }) => lever)).toEqual(["caching", "batch", "caps"]);
  });
});

describe("batch", () => {
  // $2.50 of standard input and $1 that is batch already
  const usages = [
    measured("m-big", { inputTokens: 1_000_000, outputTokens: 0 }),
    measured("m-big", { inputTokens: 800_000, outputTokens: 0 }, { serviceTier: "batch" }),
  ];

  it("saves half of the standard-tier spend that can wait", () => {
    // half of $2.50, for 40 % of it
    expect(amounts(batchSaving(pricer, usages, MONTH, { percent: "40" }))).toEqual(["0.5", "0.5", "0.5"]);
    expect(amounts(batchSaving(pricer, usages, MONTH, { canWait: () => true }))).toEqual(["1.25", "1.25", "1.25"]);
    expect(batchSaving(pricer, usages, MONTH, { canWait: () => false })).toBeUndefined();
  });

  it("is from nothing to all of it where nobody has said how much can wait", () => {
    const saving = batchSaving(pricer, usages, MONTH);
    // 20 % of $1.25
    expect(amounts(saving)).toEqual(["0", "0.25", "1.25"]);
    expect(saving?.assumptions[0]).toContain("20%");
    expect(() => batchSaving(pricer, usages, MONTH, { percent: "120" })).toThrow("120 % is not a share");
  });
});

describe("caching", () => {
  const day = (cached: number, input = 1_000_000) =>
    measured("m-big", { inputTokens: input, cachedInputTokens: cached, outputTokens: 0 }, { requests: 1_000 });

  it("could be on every day what it was on the best one", () => {
    const saving = cachingSaving(pricer, [day(0), day(500_000), day(800_000)], 3 * DAY);
    // 800,000 and 300,000 tokens more at 2.5 − 1.25 per million, in 3 days
    expect(amounts(saving)).toEqual(["13.75", "13.75", "13.75"]);
    expect(saving?.how).toContain("43.3% of the input is read from the cache, 80.0% could be");
  });

  it("goes by the prefix where that is known, and not by a day with next to no usage", () => {
    // 600 × 1,000 of a million tokens
    const saving = cachingSaving(pricer, [day(0)], MONTH, { stablePrefixTokens: 600 });
    expect(amounts(saving)?.[1]).toBe("0.75");
    expect(cachingSaving(pricer, [day(0), day(1_000, 1_000)], MONTH)).toBeUndefined();
  });

  it("saves nothing on a model that does not discount cached input", () => {
    const usage = { inputTokens: 1_000, outputTokens: 0 };
    const plain = [measured("m-family", usage), measured("m-family", { ...usage, cachedInputTokens: 900 })];
    expect(cachingSaving(pricer, plain, MONTH)).toBeUndefined();
  });
});

describe("routing", () => {
  const counts = { inputTokens: 2_000_000, outputTokens: 500_000 };
  const usages = [measured("m-big", counts), measured("m-mini", { inputTokens: 1_000, outputTokens: 0 })];

  it("sends a share of the dearest model's queries to the cheapest in use", () => {
    // $10 on m-big is $0.60 on m-mini: 50 % of 9.4
    const saving = routingSaving(pricer, usages, MONTH, { percent: "50" });
    expect(amounts(saving)).toEqual(["4.7", "4.7", "4.7"]);
    expect(saving?.how).toBe("50% of what m-big answers goes to m-mini, where it costs 94.0% less");
    expect(amounts(routingSaving(pricer, usages, MONTH))).toEqual(["0", "2.82", "9.4"]);
  });

  it("needs somewhere cheaper to go", () => {
    expect(routingSaving(pricer, [measured("m-big", counts)], MONTH)).toBeUndefined();
    expect(routingSaving(pricer, usages, MONTH, { strong: { model: "m-mini" } })).toBeUndefined();
    const named = routingSaving(pricer, [measured("m-big", counts)], MONTH, { cheap: { model: "m-mini" } });
    expect(amounts(named)?.[2]).toBe("9.4");
  });
});

describe("caps", () => {
  it("save what calls had above them", () => {
    const calls = [
      measured("m-big", { inputTokens: 3_000, outputTokens: 2_000 }),
      measured("m-big", { inputTokens: 500, outputTokens: 100 }),
      measured("m-big", { inputTokens: 9_000, outputTokens: 0 }, { requests: 9 }),
    ];
    const saving = capSaving(pricer, calls, MONTH, { maxPromptTokens: 1_000, maxCompletionTokens: 500 });
    // 2,000 × 2.5 + 1,500 × 10 per million
    expect(amounts(saving)?.[1]).toBe("0.02");
    expect(saving?.how).toContain("cut 1 of 2 calls");
    expect(saving?.assumptions[1]).toContain("9 calls were counted together");
    expect(capSaving(pricer, calls, MONTH, { maxPromptTokens: 5_000 })).toBeUndefined();
  });

  it("never leave a part above its total", () => {
    const usage = {
      inputTokens: 1_000,
      cachedInputTokens: 800,
      cacheWrite5mTokens: 200,
      outputTokens: 500,
      reasoningTokens: 400,
    };
    const capped = capUsage(usage, { maxPromptTokens: 850, maxCompletionTokens: 100 });
    expect(capped).toMatchObject({ inputTokens: 850, cachedInputTokens: 800, cacheWriteTokens: 50 });
    expect(capped).toMatchObject({ outputTokens: 100, reasoningTokens: 100 });
    expect(capped.cacheWrite5mTokens).toBeUndefined();
    expect(capUsage(usage, { maxPromptTokens: 1_000 })).toBe(usage);
  });

  it("never cost more, and a lower cap never saves less", () => {
    const calls = fc.array(fc.tuple(fc.nat(5_000), fc.nat(5_000)), { minLength: 1 });
    fc.assert(
      fc.property(calls, fc.nat(5_000), fc.nat(5_000), (list, a, b) => {
        const usages = list.map(([inputTokens, outputTokens]) => measured("m-big", { inputTokens, outputTokens }));
        const savedBy = (cap: number) => capSaving(pricer, usages, MONTH, { maxCompletionTokens: cap })?.likely ?? 0n;
        expect(savedBy(Math.max(a, b)) >= 0n).toBe(true);
        expect(savedBy(Math.min(a, b)) >= savedBy(Math.max(a, b))).toBe(true);
        expect(savedBy(0)).toBe(sumUsd(usages.map(({ usage }) => picoUsd(BigInt(usage.outputTokens) * 10_000_000n))));
      }),
    );
  });
});

describe("compression of conversations", () => {
  const conversation = (turns: number, perTurn = 1_000) =>
    Array.from({ length: turns }, (_, turn) =>
      measured("m-big", { inputTokens: 500 + turn * perTurn, outputTokens: 200 }),
    );

  it("replaces the turns before the last ones by a summary, and takes the summary's cost off", () => {
    const saving = compressionSaving(pricer, [conversation(7), conversation(2)], MONTH, {
      afterTurns: 5,
      keepTurns: 3,
      summaryTokens: 200,
    });
    // at the seventh turn six are behind it: three of them, 3,000 tokens, become 200: 2,800 × 2.5 per million saved;
    // the summary reads 3,000 and writes 200: 3,000 × 2.5 + 200 × 10
    expect(amounts(saving)?.[1]).toBe(toDecimal(picoUsd(7_000_000_000n - 9_500_000_000n)));
    expect(saving?.how).toContain("1 of 2 conversations");
  });

  it("pays in long conversations", () => {
    const saving = compressionSaving(pricer, [conversation(40, 3_000)], MONTH);
    expect(saving && saving.likely > parseUsd("1")).toBe(true);
  });

  it("has nothing to say of short ones", () => {
    expect(compressionSaving(pricer, [conversation(6)], MONTH)).toBeUndefined();
  });
});

describe("stale state", () => {
  const now = Date.parse("2026-11-01T00:00:00Z");
  const states = [
    { kind: "conversation", id: "new", lastActiveAt: now - 29 * DAY, tokens: 1_000_000 },
    { kind: "conversation", id: "old", lastActiveAt: now - 30 * DAY, tokens: 3_000_000 },
    { kind: "vector_store", id: "vs", lastActiveAt: now - 90 * DAY, gigabytes: "2.5" },
  ] as const;

  it("is what has had no activity for 30 days, the longest idle first", () => {
    // 2.5 GB × 0.10 × 30; 3M tokens / 1M × 0.10 × 30
    const stale = findStaleState(states, now);
    expect(stale.map(({ state, monthlyUsd }) => [state.id, toDecimal(monthlyUsd)])).toEqual([
      ["vs", "7.5"],
      ["old", "9"],
    ]);
    expect(findStaleState(states, now, { idleDays: 60 })).toHaveLength(1);
  });

  it("saves what keeping it costs, and says which part is a planning rate", () => {
    const saving = staleStateSaving(states, now, { threadRate: parseUsd("0.05") });
    // 7.5 + 4.5
    expect(amounts(saving)?.[1]).toBe("12");
    expect(saving?.assumptions[0]).toContain("planning rate ($4.50)");
    expect(staleStateSaving([], now)).toBeUndefined();
  });
});

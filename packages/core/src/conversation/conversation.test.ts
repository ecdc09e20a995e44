import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMALL } from "../catalogue.fixture.ts";
import { compilePricer } from "../compile-pricer.ts";
import { toDecimal } from "../money.ts";
import { planConversation, type ConversationPlan } from "./conversation.ts";
import { priceConversation } from "./price-conversation.ts";

const PLAN: ConversationPlan = { turns: 3, instructionTokens: 100, messageTokens: 50, replyTokens: 200 };

const inputs = (plan: ConversationPlan) => planConversation(plan).map(({ usage }) => usage.inputTokens);
const cached = (plan: ConversationPlan) => planConversation(plan).map(({ usage }) => usage.cachedInputTokens);
const total = (plan: ConversationPlan) => inputs(plan).reduce((sum, tokens) => sum + tokens, 0);

describe("a conversation", () => {
  it("re-sends the instructions and the history with every message", () => {
    // 100 + 50; + 50 + 200 a turn
    expect(inputs(PLAN)).toEqual([150, 400, 650]);
  });

  it("reads the given share of the repeated prefix, the input of the turn before, from the cache", () => {
    // 80 % of 0, 150, 400
    expect(cached({ ...PLAN, cachedPercent: "80" })).toEqual([0, 120, 320]);
    // 33.3 % of 150 = 49.95: whole tokens, never more than were there
    expect(cached({ ...PLAN, turns: 2, cachedPercent: "33.3" })).toEqual([0, 49]);
  });

  it("drops the oldest messages, whole, to stay under the cap, and loses the cache behind the instructions", () => {
    const plan = { ...PLAN, turns: 4, inputCap: 500, cachedPercent: "100" };
    // turn 3 would be 650: the first message (50) and reply (200) go, leaving 400; turn 4 likewise
    expect(inputs(plan)).toEqual([150, 400, 400, 400]);
    expect(cached(plan)).toEqual([0, 150, 100, 100]);
    expect(planConversation(plan).map(({ droppedMessages }) => droppedMessages)).toEqual([0, 0, 2, 4]);
  });

  it("replaces older turns by a summary and keeps the last ones", () => {
    const plan = { ...PLAN, turns: 5, compression: { keepTurns: 1, summaryTokens: 30 } };
    // from turn 3 on: 100 + 30 + one turn of 250 + 50
    expect(inputs(plan)).toEqual([150, 400, 430, 430, 430]);
    // each summary reads the instructions, the summary before (none at first) and the turn that is folded in
    expect(planConversation(plan).map(({ summary }) => summary)).toEqual([
      undefined,
      undefined,
      { inputTokens: 350, outputTokens: 30 },
      { inputTokens: 380, outputTokens: 30 },
      { inputTokens: 380, outputTokens: 30 },
    ]);
  });

  it("can make summaries less often, so that the prefix holds in between", () => {
    const plan = {
      ...PLAN,
      turns: 6,
      cachedPercent: "100",
      compression: { keepTurns: 1, summaryTokens: 30, afterTurns: 3 },
    };
    // turn 5 has four turns behind it: three are folded, one stays
    expect(inputs(plan)).toEqual([150, 400, 650, 900, 430, 680]);
    expect(cached(plan)).toEqual([0, 150, 400, 650, 100, 430]);
  });

  it("refuses what is no conversation", () => {
    expect(() => planConversation({ ...PLAN, turns: 0 })).toThrow("0 turns");
    expect(() => planConversation({ ...PLAN, inputCap: 149 })).toThrow(
      "does not hold the instructions and one message",
    );
    expect(() => planConversation({ ...PLAN, cachedPercent: "101" })).toThrow("101 %");
    expect(() => planConversation({ ...PLAN, messageTokens: 1.5 })).toThrow("not a whole count");
    const plan = { ...PLAN, compression: { keepTurns: 4, summaryTokens: 1, afterTurns: 3 } };
    expect(() => planConversation(plan)).toThrow("cannot keep the last 4");
    expect(() => planConversation({ ...PLAN, turns: 10_000, replyTokens: Number.MAX_SAFE_INTEGER })).toThrow("tokens");
  });
});

const sizes = { instructionTokens: fc.nat(5_000), messageTokens: fc.nat(2_000), replyTokens: fc.nat(2_000) };

describe("how conversations grow", () => {
  it("without a cap the input is n × (instructions + message) + (message + reply) × n(n − 1) / 2", () => {
    fc.assert(
      fc.property(fc.record({ turns: fc.integer({ min: 1, max: 300 }), ...sizes }), (plan) => {
        const { turns: n, instructionTokens: i, messageTokens: m, replyTokens: r } = plan;
        expect(total(plan)).toBe(n * (i + m) + ((m + r) * n * (n - 1)) / 2);
      }),
    );
  });

  it("with a cap it grows linearly: no turn is above the cap, and past the first capped turns each adds the same", () => {
    const withCap = fc.record({ ...sizes, room: fc.nat(20_000) });
    fc.assert(
      fc.property(withCap, ({ room, ...tokens }) => {
        const inputCap = tokens.instructionTokens + tokens.messageTokens + room;
        const plan = { turns: 60, ...tokens, inputCap };
        expect(inputs(plan).every((input) => input <= inputCap)).toBe(true);
        expect(total({ ...plan, turns: 60 })).toBeLessThanOrEqual(60 * inputCap);
        expect(total(plan)).toBeLessThanOrEqual(total({ turns: 60, ...tokens }));
      }),
    );
  });

  it("with compression every turn past the kept ones sends the same", () => {
    const compressed = fc.record({ ...sizes, keepTurns: fc.nat(8), summaryTokens: fc.nat(1_000) });
    fc.assert(
      fc.property(compressed, ({ keepTurns, summaryTokens, ...tokens }) => {
        const late = inputs({ turns: 20, ...tokens, compression: { keepTurns, summaryTokens } }).slice(keepTurns + 1);
        const { instructionTokens: i, messageTokens: m, replyTokens: r } = tokens;
        expect(new Set(late)).toEqual(new Set([i + summaryTokens + keepTurns * (m + r) + m]));
      }),
    );
  });

  it("a larger cached share never changes the input and never caches more than is repeated", () => {
    const shares = fc.tuple(fc.record({ turns: fc.integer({ min: 1, max: 50 }), ...sizes }), fc.nat(100), fc.nat(100));
    fc.assert(
      fc.property(shares, ([plan, a, b]) => {
        const less = planConversation({ ...plan, cachedPercent: String(Math.min(a, b)) });
        const more = planConversation({ ...plan, cachedPercent: String(Math.max(a, b)) });
        for (const [index, turn] of less.entries()) {
          expect(more[index]?.usage.inputTokens).toBe(turn.usage.inputTokens);
          expect(more[index]?.usage.cachedInputTokens).toBeGreaterThanOrEqual(turn.usage.cachedInputTokens);
          expect(more[index]?.usage.cachedInputTokens).toBeLessThanOrEqual(turn.repeatedTokens);
        }
      }),
    );
  });
});

describe("the cost of a conversation", () => {
  const pricer = compilePricer(SMALL);
  const call = { model: "m-mini", serviceTier: "standard", at: Date.parse("2026-01-01T00:00:00Z") } as const;

  it("is the sum of its turns and summaries", () => {
    const cost = priceConversation(pricer, { ...PLAN, cachedPercent: "100" }, call);
    // (1,200 − 550) × 0.15 + 550 × 0.075 + 600 × 0.6, per million
    expect(cost.kind === "priced" && toDecimal(cost.total)).toBe("0.00049875");
    const plan = { ...PLAN, compression: { keepTurns: 1, summaryTokens: 30 } };
    const compressed = priceConversation(pricer, plan, call);
    // (150 + 400 + 430) × 0.15 + 600 × 0.6; the summary 350 × 0.15 + 30 × 0.6
    expect(compressed.kind === "priced" && toDecimal(compressed.turnsUsd)).toBe("0.000507");
    expect(compressed.kind === "priced" && toDecimal(compressed.summariesUsd)).toBe("0.0000705");
    expect(compressed.kind === "priced" && toDecimal(compressed.total)).toBe("0.0005775");
  });

  it("bills the turns past a long-context bound as such", () => {
    const long = { turns: 2, instructionTokens: 200_000, messageTokens: 50_000, replyTokens: 0 };
    const cost = priceConversation(pricer, long, { ...call, model: "m-long" });
    // 250,000 × 2; then 300,000, above 272,000, × 4, per million
    expect(cost.kind === "priced" && cost.turns.map(({ usd }) => toDecimal(usd))).toEqual(["0.5", "1.2"]);
  });

  it("is unpriced for a model that nobody knows", () => {
    expect(priceConversation(pricer, PLAN, { ...call, model: "m-nothing" })).toMatchObject({ code: "unknown_model" });
  });
});

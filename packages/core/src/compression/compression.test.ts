import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMALL } from "../catalogue.fixture.ts";
import { compilePricer } from "../compile-pricer.ts";
import { toDecimal } from "../money.ts";
import { compressMessages, type CompressionTools } from "./compress-messages.ts";
import { linksOf, type ChatMessage } from "./message-links.ts";
import { planCompression } from "./plan-compression.ts";

const user = (content: string): ChatMessage => ({ role: "user", content });
const calling = (...ids: string[]): ChatMessage => ({ role: "assistant", tool_calls: ids.map((id) => ({ id })) });
const result = (id: string): ChatMessage => ({ role: "tool", tool_call_id: id, content: "done" });
const talk = (count: number) => Array.from({ length: count }, (_, index) => user(`message ${index}`));
const system: ChatMessage = { role: "system", content: "Be brief." };

const sizesOf = (messages: readonly ChatMessage[], limits = {}) => {
  const plan = planCompression(messages, limits);
  return plan.kind === "leave" ? "leave" : [plan.instructions.length, plan.older.length, plan.kept.length];
};

describe("where a list of messages is cut", () => {
  it("is over ten messages, instructions not counted, before the last five", () => {
    expect(sizesOf([system, ...talk(10)])).toBe("leave");
    expect(sizesOf([system, ...talk(11)])).toEqual([1, 6, 5]);
    expect(sizesOf(talk(6), { over: 4, keep: 2 })).toEqual([0, 4, 2]);
    expect(sizesOf(talk(3), { over: 0, keep: 0 })).toEqual([0, 3, 0]);
  });

  it("is never between a tool call and its results", () => {
    // the cut would be before the second result: the call comes along
    const split = [...talk(5), calling("a", "b"), result("a"), result("b"), ...talk(4)];
    expect(sizesOf(split)).toEqual([0, 5, 7]);
    const responses = [
      ...talk(4),
      { type: "reasoning", id: "r" },
      { type: "function_call", call_id: "c" },
      { type: "function_call_output", call_id: "c" },
      ...talk(4),
    ];
    // behind the call, behind the reasoning item: both belong to the output that is kept
    expect(sizesOf(responses)).toEqual([0, 4, 7]);
    const blocks = [
      ...talk(6),
      { role: "assistant", content: [{ type: "tool_use", id: "t" }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "t" }] },
      ...talk(4),
    ];
    expect(sizesOf(blocks)).toEqual([0, 6, 6]);
    const oldest = [
      ...talk(6),
      { role: "assistant", function_call: { name: "f" } },
      { role: "function", name: "f" },
      ...talk(4),
    ];
    expect(sizesOf(oldest)).toEqual([0, 6, 6]);
  });

  it("leaves a call that waits for its result at the end, and does not wait for one that was given up", () => {
    expect(sizesOf([...talk(10), calling("a", "b"), result("a")], { keep: 0 })).toEqual([0, 10, 2]);
    expect(sizesOf([user("hi"), calling("lost"), ...talk(10)])).toEqual([0, 7, 5]);
  });

  it("leaves a list that is one unbroken exchange", () => {
    const calls = Array.from({ length: 12 }, (_, index) => `c${index}`);
    expect(sizesOf([calling(...calls), ...calls.map(result)])).toBe("leave");
  });

  it("splits no exchange, keeps at least what was asked, and loses no message, whatever the list", () => {
    const piece = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(12), fc.nat(12), (pieces, over, keep) => {
        const messages = pieces.flatMap((calls, index) => {
          const ids = Array.from({ length: calls }, (_, call) => `${index}-${call}`);
          return calls === 0 ? [user("hi")] : [calling(...ids), ...ids.map(result)];
        });
        const plan = planCompression(messages, { over, keep });
        if (plan.kind === "leave") return;
        expect([...plan.instructions, ...plan.older, ...plan.kept]).toEqual(messages);
        expect(plan.kept.length).toBeGreaterThanOrEqual(keep);
        const called = plan.older.flatMap((message) => linksOf(message).calls);
        const answered = plan.older.flatMap((message) => linksOf(message).results);
        expect(called.toSorted()).toEqual(answered.toSorted());
      }),
    );
  });
});

describe("compression", () => {
  const tools: CompressionTools<ChatMessage> = {
    countTokens: (messages) => messages.reduce((sum, { content }) => sum + String(content).length, 0),
    summaryMessage: (text) => user(`Summary: ${text}`),
    summarise: () => ({ text: "they greeted" }),
  };

  it("puts the summary between instructions and the last messages, and counts before and after", async () => {
    const messages = [system, ...talk(11)];
    const done = await compressMessages(messages, tools);
    expect(done.messages).toEqual([system, user("Summary: they greeted"), ...messages.slice(7)]);
    // 9 + 10 × 9 + 10; 9 + 21 + 4 × 9 + 10
    expect([done.tokensBefore, done.tokensAfter, done.replaced]).toEqual([109, 76, 6]);
    expect(done.summaryCost).toBeNull();
  });

  it("reports what the summary itself cost", async () => {
    const call = {
      model: "m-mini",
      serviceTier: "standard",
      at: Date.parse("2026-01-01T00:00:00Z"),
      usage: { inputTokens: 1_000, outputTokens: 100 },
      requests: 1,
    } as const;
    const summarise = () => Promise.resolve({ text: "they greeted", call });
    const done = await compressMessages(talk(11), { ...tools, summarise, pricer: compilePricer(SMALL) });
    // 1,000 × 0.15 + 100 × 0.6 per million
    expect(done.summaryCost?.kind === "priced" && toDecimal(done.summaryCost.usd)).toBe("0.00021");
    const unknown = () => ({ text: "they greeted", call: { ...call, model: "m-nothing" } });
    const unpriced = await compressMessages(talk(11), { ...tools, summarise: unknown, pricer: compilePricer(SMALL) });
    expect(unpriced.summaryCost?.kind).toBe("unpriced");
  });

  it("leaves the list when the summary makes it no shorter, and refuses an empty one", async () => {
    const long = await compressMessages(talk(11), { ...tools, summarise: () => ({ text: "x".repeat(200) }) });
    expect(long).toMatchObject({ compressed: false, replaced: 0, messages: talk(11) });
    await expect(compressMessages(talk(11), { ...tools, summarise: () => ({ text: " " }) })).rejects.toThrow("empty");
    const failing = () => Promise.reject(new Error("no network"));
    await expect(compressMessages(talk(11), { ...tools, summarise: failing })).rejects.toThrow("no network");
  });
});

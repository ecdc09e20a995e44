import type { Answer, AnswerValue, Query } from "@runrate/ask";
import { picoUsd } from "@runrate/core";
import { checkBlocks } from "@runrate/slack-sandbox";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainer } from "./plainer.ts";
import { renderAnswer } from "./answer.ts";

const hostile = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 3_000 }),
  fc.constantFrom("<!channel>", "<@U1>", "*bold*", "```", "a\nb", "&amp;", "\u0000", ""),
);
const usd = fc.bigInt({ min: 0n, max: 10n ** 24n }).map((amount) => picoUsd(amount));
const value: fc.Arbitrary<AnswerValue> = fc.oneof(
  hostile.map((text): AnswerValue => ({ type: "text", text })),
  usd.map((amount): AnswerValue => ({ type: "usd", usd: amount })),
  fc.tuple(usd, usd).map(([amount, base]): AnswerValue => ({ type: "delta", usd: amount, base })),
  fc.bigInt({ min: 0n, max: 10n ** 18n }).map((count): AnswerValue => ({ type: "count", count, unit: "tokens" })),
  fc.constantFrom<AnswerValue>({ type: "unpriced" }, { type: "none" }, { type: "percent", part: 1n, whole: 0n }),
);
const COLUMNS = Array.from({ length: 12 }, (_, index) => (index === 11 ? "usd" : `c${index}`));
const answers: fc.Arbitrary<Answer> = fc.record({
  kind: fc.constantFrom("total", "breakdown", "compare", "trend", "why", "optimise"),
  question: hostile,
  command: hostile,
  headline: hostile.map((text) => text || "a headline"),
  period: fc.constant(null),
  currency: fc.constant("USD"),
  totalUsd: usd,
  fields: fc.array(fc.record({ name: fc.constant("requests"), label: hostile, value }), { maxLength: 15 }),
  columns: fc.integer({ min: 0, max: COLUMNS.length }).map((count) =>
    COLUMNS.slice(COLUMNS.length - count).map((name, index) => ({
      name,
      label: `${name} `.repeat(30),
      align: index === 0 && name !== "usd" ? "left" : "right",
    })),
  ),
  rows: fc.array(
    fc.record({
      cells: fc
        .tuple(...COLUMNS.map(() => value))
        .map((cells) => Object.fromEntries(cells.map((cell, index) => [COLUMNS[index] ?? "", cell]))),
    }),
    { maxLength: 30 },
  ),
  series: fc.array(
    fc.record({
      name: hostile,
      of: fc.constantFrom("spend", "forecast"),
      points: fc.array(fc.record({ label: hostile, usd }), { maxLength: 70 }),
    }),
    { maxLength: 9 },
  ),
  drivers: fc.constant([]),
  assumptions: fc.array(hostile, { maxLength: 5 }),
  warnings: fc.array(hostile, { maxLength: 5 }),
  basis: fc.constantFrom("list", null),
  coverage: fc.constant([]),
  dataThrough: fc.constantFrom("2026-11-24T12:00:00.000Z", null),
  priceDate: fc.constant("2026-11-24"),
  unpriced: fc.record({ requests: fc.bigInt({ min: 0n, max: 9n }), models: fc.array(hostile, { maxLength: 5 }) }),
  suggestions: fc.array(hostile, { maxLength: 8 }),
});

const query: Query = { kind: "total", period: { kind: "all" }, where: [], zone: null };

test("whatever an answer holds, its message and each plainer form of it keep Slack's limits, and nothing in it is markup", () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const message = renderAnswer(answer, { asked: { id: "id", query, isPublic: false }, notes: ["a note"] });
      for (const form of [message, ...plainer(message)]) {
        expect(form.text.length).toBeGreaterThan(0);
        if (form.blocks === undefined) continue;
        const blocks = JSON.parse(JSON.stringify(form.blocks));
        expect(checkBlocks(blocks, "message", { charts: true, tables: true })).toEqual({ kind: "fits" });
        expect(JSON.stringify(blocks).length).toBeLessThan(12_000);
      }
      const markup = JSON.stringify(message.blocks?.filter(({ type }) => type === "section" || type === "context"));
      expect(markup).not.toMatch(/<[!@]/);
    }),
    { numRuns: 60 },
  );
});

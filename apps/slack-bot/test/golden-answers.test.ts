import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  answerQuery,
  askContext,
  knownNames,
  parseQuestion,
  type Answer,
  type AnswerKind,
  type AskContext,
  type Query,
} from "@runrate/ask";
import { bundledCatalogue } from "@runrate/catalogue";
import { parseConfig } from "@runrate/config";
import { openLedger, type LedgerStore } from "@runrate/ledger";
import { checkBlocks } from "@runrate/slack-sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderAnswer } from "../src/blocks/answer.ts";
import { renderNotUnderstood } from "../src/blocks/not-understood.ts";
import type { Outgoing } from "../src/bot.ts";
import { million, NOW, storeUsage } from "./bot-in-sandbox.ts";

/** One question for each kind of answer. */
const QUESTIONS: Readonly<Record<AnswerKind, string>> = {
  total: "",
  breakdown: "this month by project",
  compare: "by model this month vs last",
  trend: "trend by model last 30 days",
  forecast: "forecast",
  why: "why",
  what_if: "what if everything ran as batch",
  run_cost: "cost of 2000 in 500 out on gpt-4o gpt-4o-mini",
  estimate: "estimate 10000 threads 3 runs a day 2000 in 500 out 25000 tokens per thread on gpt-4o-mini",
  storage: "storage of 1000 threads 5000 tokens per thread",
  conversation: "conversation 10 turns 500 instructions 100 message 300 reply on gpt-4o-mini",
  growth: "growth 500 threads 15% a month 12 months 3 runs a day 2000 in 500 out 750 tokens per thread on gpt-4o-mini",
  price: "price of gpt-4o",
  models: "compare gpt-4o and gpt-4o-mini",
  budget: "budget",
  roi: "roi $500 10000 users 5 interactions",
  optimise: "savings",
  help: "help",
  not_understood: "frobnicate",
};

const folder = mkdtempSync(join(tmpdir(), "runrate-golden-"));
let ledger: LedgerStore;
let context: AskContext;

beforeAll(async () => {
  ledger = await openLedger(`sqlite:${join(folder, "ledger.db")}`, { clock: () => NOW });
  const days = Array.from({ length: 70 }, (_, index) => new Date(NOW - index * 86_400_000).toISOString());
  await storeUsage(
    ledger,
    days.flatMap((at, index) => [
      million("gpt-4o", at, { project: "search" }),
      million("gpt-4o-mini", at, { project: index % 2 === 0 ? "chat" : "docs <b>" }),
      ...(index === 3 ? [million("never-heard-of", at, { project: "lab" })] : []),
    ]),
  );
  const config = parseConfig(
    "budgets: [{ name: everything, amount: 100, period: month }, { name: search, amount: 50, period: month, scope: { project: search } }]",
    "runrate.yml",
  );
  // The day of the newest price moves with every update of the catalogue; nothing else of these answers does.
  const catalogue = { ...bundledCatalogue(), as_of: "2026-11-20" };
  context = askContext({ ledger, catalogue, now: NOW, config });
});

afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.entries(QUESTIONS))("%s, asked now, keeps Slack's limits", async (kind, question) => {
  const known = await knownNames(context);
  const query = parseQuestion(question, { now: NOW, zone: "UTC", known });
  if (query.kind === "not_understood") {
    expect(kind).toBe("not_understood");
    expectFits(renderNotUnderstood(query));
    return;
  }
  const answer = await answerQuery(query, context);
  expect(answer.kind).toBe(kind);
  if (process.env["GOLDEN_ANSWERS"] === "write") writeFileSync(answerFile(kind), written({ query, answer }));
  expectFits(renderAnswer(answer, { asked: { id: "question-id", query, isPublic: false } }));
});

test.each([
  "cost per request by model",
  "cache hit rate by project vs last month",
  "share of spend by project last month",
  "by hour of the day",
  "by weekday by model last month",
  "top 3 models by requests",
])("%s keeps Slack's limits", async (question) => {
  const query = parseQuestion(question, { now: NOW, zone: "UTC", known: await knownNames(context) });
  if (query.kind === "not_understood") throw new Error(query.reason);
  const message = renderAnswer(await answerQuery(query, context), {
    asked: { id: "question-id", query, isPublic: false },
  });
  expectFits(message);
});

test.each(Object.keys(QUESTIONS).filter((kind) => kind !== "not_understood"))(
  "%s reads in Slack as its golden file",
  async (kind) => {
    const { query, answer } = read(readFileSync(answerFile(kind), "utf8"));
    const message = renderAnswer(answer, { asked: { id: "question-id", query, isPublic: false } });
    await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot(`golden/${kind}.json`);
  },
);

test("words that were not understood read in Slack as their golden file", async () => {
  const message = renderNotUnderstood({
    reason: '"frobnicate" was not understood',
    suggestions: ["this month by model", "why", "cost of 2000 in 500 out on gpt-4o-mini", "help"],
  });
  await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot("golden/not_understood.json");
});

function expectFits(message: Outgoing): void {
  const blocks = JSON.parse(JSON.stringify(message.blocks));
  expect(checkBlocks(blocks, "message", { charts: true, tables: true })).toEqual({ kind: "fits" });
}

/** An answer as it once was, so that what is judged is the rendering alone: `GOLDEN_ANSWERS=write` takes today's. */
function answerFile(kind: string): string {
  return join(import.meta.dirname, "golden", "answers", `${kind}.json`);
}

interface Golden {
  readonly query: Query;
  readonly answer: Answer;
}

function written(golden: Golden): string {
  const text = JSON.stringify(golden, (_key, value: unknown) => (typeof value === "bigint" ? `${value}n` : value), 2);
  return `${text}\n`;
}

function read(text: string): Golden {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  );
}

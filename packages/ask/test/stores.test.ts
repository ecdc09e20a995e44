import { testSchema, testServer } from "@runrate/test-postgres";
import { describe, expect, it } from "vitest";
import { answerJson, askQuestion } from "../src/index.ts";
import { asking, HEADER } from "./ledger.ts";

const server = await testServer();

const USAGE = `${HEADER}
2026-10-05T00:00:00Z,search,openai,gpt-4o-mini,standard,1,10000000,0,0,prod
2026-10-28T22:30:00Z,chat,anthropic,claude-sonnet-5,standard,4,4000000,2000000,1000,prod
2026-11-02T00:00:00Z,search,openai,gpt-5.4,standard,10,3000000,0,10,staging
2026-11-03T05:00:00Z,chat,openai,gpt-4o,batch,1,2000000,0,0,staging
2026-11-24T09:00:00Z,chat,,never-heard-of,standard,3,2000,0,0,prod
`;

const QUESTIONS = [
  "",
  "this month by project",
  "by model this month vs last in Asia/Kolkata",
  "why october vs november by env",
  "trend by model",
  "forecast",
  "savings",
  "what if everything ran as batch",
  "staging by day since 2026-10-01",
  "top 2 models all time",
  "budget",
  "price of gpt-4o",
];

describe.skipIf(server.kind === "none")("a question", () => {
  it("has the same answer on PostgreSQL as on SQLite", async () => {
    if (server.kind === "none") return;
    await using schema = await testSchema(server.url);
    const given = { now: "2026-11-24T12:00:00Z", yml: "budgets: [{ name: all, period: month, amount: $50 }]" };
    await using here = await asking(USAGE, given);
    await using there = await asking(USAGE, { ...given, url: schema.url });
    for (const question of QUESTIONS) {
      const [expected, answer] = [await askQuestion(question, here), await askQuestion(question, there)];
      expect(answerJson(answer)).toEqual(answerJson(expected));
    }
  });
});

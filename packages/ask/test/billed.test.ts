import { parseUsd, sumUsd } from "@runrate/core";
import { narrowLedger, replaceBilled, type BilledCost, type LedgerStore } from "@runrate/ledger";
import { describe, expect, it } from "vitest";
import { answerJson, askAfter, askQuestion, type AskContext } from "../src/index.ts";
import { asking, HEADER } from "./ledger.ts";

const NOW = "2026-11-24T12:00:00Z";
const DAY = 86_400_000;

/** $25 of gpt-4o input on 2 November, $5 of the 3rd. */
const USAGE = `${HEADER}
2026-11-02T00:00:00Z,search,openai,gpt-4o,standard,1,10000000,0,0,prod
2026-11-03T00:00:00Z,chat,openai,gpt-4o,standard,1,2000000,0,0,prod
`;

type Line = readonly [day: string, item: string | undefined, project: string, usd: string];

const BILL: readonly Line[] = [
  ["2026-10-31", "gpt-4o, input", "search", "7"],
  ["2026-11-02", "gpt-4o, input", "search", "24"],
  ["2026-11-02", "web search", "search", "1.5"],
  ["2026-11-03", "gpt-4o, input", "chat", "5.000000000001"],
  ["2026-11-03", "promotional credit", "chat", "-2"],
];

async function bill(ledger: LedgerStore, lines: readonly Line[]): Promise<void> {
  const costs = lines.map(([on, lineItem, project, usd], index): BilledCost => ({
    id: `b${index}`,
    source: "openai-admin",
    provider: "openai",
    at: Date.parse(`${on}T00:00:00Z`),
    spanMs: DAY,
    ...(lineItem === undefined ? {} : { lineItem }),
    project,
    usd: parseUsd(usd),
  }));
  await replaceBilled(ledger, { source: "openai-admin", from: 0, to: Date.parse("2027-01-01") }, costs);
}

async function ask(text: string, context: AskContext) {
  return answerJson(await askQuestion(text, context));
}

describe("what the provider billed", () => {
  it("is the bill to the pico-dollar, credits apart, beside what the same days of usage come to", async () => {
    await using context = await asking(USAGE, { now: NOW });
    await bill(context.ledger, BILL);
    // 24 + 1.5 + 5.000000000001 - 2; usage is 25 + 5.
    expect(await ask("what were we billed in november", context)).toMatchObject({
      kind: "total",
      basis: "billed",
      price_date: null,
      headline: "November 2026 so far (UTC): $28.50 billed",
      total_usd: "28.500000000001",
      usage_usd: "30.500000000001",
      adjustments_usd: "-2",
      computed_usd: "30",
      data_through: "2026-11-04T00:00:00.000Z",
      coverage: [{ source: "openai-admin", provider: "openai", stale: true }],
      warnings: ["the bill of openai (openai-admin) ends on 2026-11-03: what was billed since is not in these figures"],
    });
  });

  it("is laid out by what a bill tells apart, and the rows add up to it", async () => {
    await using context = await asking(USAGE, { now: NOW });
    await bill(context.ledger, BILL);
    const items = await ask("billed since 2026-10-31 by line item", context);
    expect(items.rows.map((row) => [row["line_item"], row["usd"]])).toEqual([
      ["gpt-4o, input", "36.000000000001"],
      ["web search", "1.5"],
      ["promotional credit", "-2"],
    ]);
    const days = await ask("billed since 2026-10-31 by day and project", context);
    expect(days.rows.map((row) => [row["day"], row["project"], row["usd"]])).toEqual([
      ["2026-11-03", "chat", "3.000000000001"],
      ["2026-11-02", "search", "25.5"],
      ["2026-10-31", "search", "7"],
    ]);
    for (const { rows, total_usd } of [items, days]) {
      expect(sumUsd(rows.map((row) => parseUsd(String(row["usd"]))))).toBe(parseUsd(String(total_usd)));
    }
    expect(await ask("billed in november project:search model:gpt-4o", context)).toMatchObject({ total_usd: "24" });
    expect((await ask("top 1 billed line items in november", context)).rows).toHaveLength(1);
  });

  it("is of UTC days, and says so where another zone is asked", async () => {
    await using context = await asking(USAGE, { now: NOW });
    await bill(context.ledger, BILL);
    const answer = await ask("billed on 2026-11-02 in Asia/Tokyo", context);
    expect(answer).toMatchObject({ total_usd: "25.5", period: { zone: "UTC" } });
    expect(answer.assumptions).toContain("the period is taken in UTC, not in Asia/Tokyo, since bills are");
  });

  it("without a bill says where one comes from, and never $0", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const none = await ask("billed this month", context);
    expect(none).toMatchObject({ total_usd: null, basis: "billed", computed_usd: "30" });
    expect(none.headline).toMatch(/no bill is in the ledger: `runrate sync`.*; usage comes to \$30\.00$/);
    await bill(context.ledger, BILL);
    const before = await ask("billed in august", context);
    expect(before).toMatchObject({ total_usd: null });
    expect(before.headline).toContain("the bill in the ledger is of 2026-10-31 to 2026-11-03");
    expect(await ask("billed since 2026-11-02", context)).toMatchObject({ computed_usd: "30" });
    expect(await ask("billed on 2026-11-03", context)).toMatchObject({ computed_usd: "5" });
    expect((await ask("billed in october", context)).warnings).toEqual([
      "the bill of openai (openai-admin) begins on 2026-10-31: the period is covered in part",
    ]);
  });

  it("says what a bill cannot tell, and names near to one that it never had", async () => {
    await using context = await asking(USAGE, { now: NOW });
    await bill(context.ledger, BILL);
    expect(await ask("billed by user", context)).toMatchObject({
      kind: "not_understood",
      headline: "a bill does not tell users apart: usage does",
    });
    expect(await ask("billed by hour", context)).toMatchObject({ kind: "not_understood" });
    expect((await ask("billed this month project:serch", context)).warnings[0]).toBe(
      'nothing was ever billed for project "serch": did you mean search?',
    );
  });

  it("shows a narrowed reader its own part alone, or nothing where the bill cannot tell it", async () => {
    await using context = await asking(USAGE, { now: NOW });
    await bill(context.ledger, BILL);
    const seen = narrowLedger(context.ledger, [{ dimension: "project", values: ["search"] }]);
    expect(await ask("billed in november", { ...context, ledger: seen })).toMatchObject({ total_usd: "25.5" });
    const teamOnly = narrowLedger(context.ledger, [{ dimension: "team", values: ["platform"] }]);
    expect(await ask("billed in november", { ...context, ledger: teamOnly })).toMatchObject({
      kind: "not_understood",
      total_usd: null,
    });
  });

  it("goes on from an earlier question, and to one", async () => {
    await using context = await asking(USAGE, { now: NOW });
    await bill(context.ledger, BILL);
    const first = await askAfter("billed in november", null, context);
    const byItem = await askAfter("and by line item?", first.query, context);
    expect(byItem.query).toMatchObject({ kind: "billed", period: { kind: "month", month: 11 }, by: ["line_item"] });
    const october = await askAfter("and october?", byItem.query, context);
    expect(october.query).toMatchObject({ kind: "billed", period: { month: 10 }, by: ["line_item"] });
    const computed = await askAfter("october by model", null, context);
    const billed = await askAfter("and billed?", computed.query, context);
    expect(billed.query).toMatchObject({ kind: "billed", period: { month: 10 } });
  });
});

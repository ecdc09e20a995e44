import { bundledCatalogue } from "@runrate/catalogue";
import { compilePricer } from "@runrate/core";
import { ledgerRecord, markMerged, recordPricer, saveEstimate, type LedgerStore } from "@runrate/ledger";
import { expect, test } from "vitest";
import { botInSandbox, NOW, type SandboxBot } from "./bot-in-sandbox.ts";

const DAY = 86_400_000;
const PRICE = recordPricer(compilePricer(bundledCatalogue()));

async function answerTo({ sandbox }: SandboxBot, typed: string): Promise<string> {
  const before = sandbox.ephemerals("U1").length;
  await sandbox.person("U1").command("C1", typed);
  await sandbox.until(() => sandbox.ephemerals("U1").length > before);
  return sandbox.ephemerals("U1").at(-1)?.text ?? "";
}

/** Calls of gpt-4o's input worth so many dollars, each on its day. */
async function spend(ledger: LedgerStore, dollarsByDaysAgo: Readonly<Record<number, number>>, tags = {}) {
  const records = Object.entries(dollarsByDaysAgo).map(([days, dollars]) => {
    const usage = { inputTokens: dollars * 400_000, outputTokens: 0 };
    const call = {
      model: "gpt-4o",
      serviceTier: "standard",
      requests: 1,
      source: "otlp",
      workload: "answers",
    } as const;
    return ledgerRecord({ ...call, id: `${days}`, at: NOW - Number(days) * DAY, usage, tags }, PRICE);
  });
  await ledger.append(records);
}

const ESTIMATE = {
  head: "abcdef1",
  title: "use <gpt-4o> *now*",
  monthly: { likely: { before: "30", after: "60" } },
  workloads: ["answers"],
  models: ["gpt-4o"],
};

test("/cost pr understands a number with or without its repository, and says so of what is none, however much blank is in it", async () => {
  await using bot = await botInSandbox();
  const answers: string[] = [];
  for (const words of ["", "482", "acme/shop#482", "acme/shop # 482", `acme/shop${" ".repeat(36_000)}x`]) {
    answers.push(await answerTo(bot, `/cost pr ${words}`));
  }
  const nothing = "Nothing was estimated for pull request 482.";
  expect(answers).toEqual([
    expect.stringContaining("No estimate has been posted yet"),
    nothing,
    nothing,
    nothing,
    expect.stringContaining("Ask `/cost pr 482`"),
  ]);
});

test("/cost pr 482 holds what was spent since the merge against the estimate, and says how good estimates have been", async () => {
  await using bot = await botInSandbox();
  await saveEstimate(bot.ledger, { repository: "acme/shop", number: 482 }, ESTIMATE);
  expect(await answerTo(bot, "/cost pr 482")).toContain("not merged yet, as far as was told");
  await markMerged(bot.ledger, { repository: "acme/shop", number: 482 }, { at: NOW - 10 * DAY });
  await spend(bot.ledger, { 20: 30, 5: 30 });
  expect(await answerTo(bot, "/cost pr acme/shop#482")).toBe(
    [
      "*acme/shop#482 (use &lt;gpt-4o&gt; *\u200Bnow*\u200B): spends more than estimated: $30.00 against $20.00, +$10.00 (+50.0%)*",
      "merged 2026-11-14, day 10 of 30; estimated from $30.00 to $60.00 a month for the changed calls",
      "change a month: estimated +$30.00, measured +$60.00 (+100.0%)",
      "measured by workload answers, $30.00 in the 30 days before",
      "1 merged pull request: its estimate was within 100.0% of the measured change; bias +100.0%, they tend to be too low",
    ].join("\n"),
  );
  bot.sandbox.assertNoViolations();
});

test("/cost pr 482 knows by its commit when a change was deployed of whose merge nobody told", async () => {
  await using bot = await botInSandbox();
  await saveEstimate(bot.ledger, { repository: "acme/shop", number: 482 }, ESTIMATE);
  await spend(bot.ledger, { 3: 2, 1: 2 }, { commit: "abcdef1234567890abcdef1234567890abcdef12" });
  const answer = await answerTo(bot, "/cost pr 482");
  expect(answer).toContain("spends more than estimated: $4.00 against $3.00");
  expect(answer).toContain("deployed 2026-11-21, day 3 of 30");
});

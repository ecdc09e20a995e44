import { createServer } from "node:http";
import { bundledCatalogue } from "@runrate/catalogue";
import { parseOverridesFile } from "@runrate/config";
import { applyOverrides, toDecimal } from "@runrate/core";
import { querySpend } from "@runrate/ledger";
import { startAdminApi, type AdminApi, type FakeBucket } from "@runrate/openai-sandbox";
import { expect, test, vi } from "vitest";
import { botInSandbox, NOW, type SandboxBot } from "./bot-in-sandbox.ts";

const HOUR = 3_600;
const KEY = "sk-admin-for-the-tests";

/** A bot that reads an organisation's admin API. */
function botWithAdminKey({ baseUrl }: AdminApi, more: Parameters<typeof botInSandbox>[0] = {}) {
  return botInSandbox({ environment: { OPENAI_ADMIN_KEY: KEY, OPENAI_BASE_URL: baseUrl }, ...more });
}

/** Asks until the answer has what is expected: the sync runs in a thread of its own. */
async function answerUntil({ sandbox }: SandboxBot, typed: string, expected: string): Promise<string> {
  return await vi.waitFor(
    async () => {
      const before = sandbox.ephemerals("U1").length;
      await sandbox.person("U1").command("C1", typed);
      const answer = await sandbox.until(() => sandbox.ephemerals("U1")[before], { what: "an answer" });
      expect(answer.text).toContain(expected);
      return answer.text;
    },
    { timeout: 30_000, interval: 100 },
  );
}

/** Today's bill of gpt-4o's input. */
function billOf(usd: number): FakeBucket[] {
  const day = NOW / 1_000 - 12 * HOUR;
  const line = {
    object: "organization.costs.result",
    amount: { value: usd, currency: "usd" },
    line_item: "gpt-4o, input",
  };
  return [{ start_time: day, end_time: day + 24 * HOUR, results: [line] }];
}

function usageOf(input: number) {
  const start = NOW / 1_000 - 5 * HOUR;
  const entry = {
    object: "organization.usage.completions.result",
    input_tokens: input,
    output_tokens: 0,
    num_model_requests: 7,
    model: "gpt-4o",
    project_id: "proj_a",
  };
  return [{ start_time: start, end_time: start + HOUR, results: [entry] }];
}

test("with OPENAI_ADMIN_KEY the team's own spend is there after the start, and /cost sources says how far it reaches", async () => {
  await using api = await startAdminApi({ adminKey: KEY, buckets: { completions: usageOf(1_000_000), costs: [] } });
  await using bot = await botWithAdminKey(api);
  await vi.waitFor(
    async () => {
      const { total } = await querySpend(bot.ledger, { from: 0, to: NOW, zone: "UTC", by: [], where: [] });
      expect(toDecimal(total.usd)).toBe("2.5");
    },
    { timeout: 30_000 },
  );
  expect(await answerUntil(bot, "/cost sources", "through 2026-11-24 12:00 UTC")).toContain("openai-admin");
  expect(bot.logged()).not.toContain(KEY);
});

test("while the first page is being read, /cost sources says so, and not to set the key that is set", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    await using bot = await botInSandbox({
      environment: { OPENAI_ADMIN_KEY: KEY, OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` },
    });
    await bot.sandbox.person("U1").command("C1", "/cost sources");
    const { text } = await bot.sandbox.untilEphemeral("U1");
    expect(text).toContain("is being read for the first time");
    expect(text).not.toContain("OPENAI_ADMIN_KEY");
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

test("a key that is refused is told in /cost sources and in the log, without the key", async () => {
  await using api = await startAdminApi({ adminKey: "another", buckets: { completions: [] } });
  await using bot = await botWithAdminKey(api);
  await answerUntil(bot, "/cost sources", "refuses the admin key");
  expect(bot.logged()).toContain("admin_key_refused");
  expect(bot.logged()).not.toContain(KEY);
});

test("the bill is held against usage, and OpenAI's own limits are shown", async () => {
  await using api = await startAdminApi({
    adminKey: KEY,
    buckets: { completions: usageOf(1_000_000), costs: billOf(2.2) },
    spendLimit: {
      object: "organization.spend_limit",
      threshold_amount: 500_000,
      currency: "USD",
      interval: "month",
      enforcement: { status: "enforcing" },
    },
    spendAlerts: [
      {
        id: "a",
        object: "organization.spend_alert",
        threshold_amount: 100_000,
        currency: "USD",
        interval: "month",
        notification_channel: { type: "email", recipients: ["a@example.com"] },
      },
    ],
  });
  await using bot = await botWithAdminKey(api);
  expect(await answerUntil(bot, "/cost reconcile", "Billed $2.20")).toContain("computed $2.50: -$0.30 (-12.0%)");
  const limits = await answerUntil(bot, "/cost limits", "hard limit");
  expect(limits).toContain("$5,000.00 a month (enforcing)");
  expect(limits).toContain("mail to 1 at $1,000.00 a month");
  bot.sandbox.assertNoViolations();
});

test("projects are asked for and shown by the names that the organisation gives them", async () => {
  await using api = await startAdminApi({
    adminKey: KEY,
    buckets: { completions: usageOf(1_000_000), costs: [] },
    projects: [{ id: "proj_a", name: "Search" }],
  });
  await using bot = await botWithAdminKey(api);
  await answerUntil(bot, "/cost this month for project search", "$2.50");
  await bot.sandbox.person("U1").command("C1", "/cost this month by project");
  await bot.sandbox.untilEphemeral("U1", (message) => JSON.stringify(message).includes("Search"));
});

test("negotiated prices are held against the list prices that the bot uses, not those that it was built with", async () => {
  await using api = await startAdminApi({
    adminKey: KEY,
    buckets: { completions: usageOf(1_000_000), costs: billOf(4) },
  });
  // Twice the price of the bundled list, and 20 % less than that.
  const dearer = parseOverridesFile("- { provider: openai, model: gpt-4o, input: 5, output: 20 }\n", "dearer.yml");
  await using bot = await botWithAdminKey(api, {
    list: { ...applyOverrides(bundledCatalogue(), dearer), basis: "list" },
    config: "prices: { overrides: [{ provider: openai, discount_percent: 20 }] }\n",
  });
  const answer = await answerUntil(bot, "/cost reconcile", "Billed $4.00");
  expect(answer).toMatch(/\$5\.00 {2}usage at list prices/);
  expect(answer).toMatch(/-\$1\.00 {2}discounts and negotiated prices/);
});

import { setTimeout as sleep } from "node:timers/promises";
import { listBudgets } from "@runrate/budgets";
import { describe, expect, test } from "vitest";
import { command } from "./bot-actions.ts";
import { botInSandbox, million, type SandboxBot } from "./bot-in-sandbox.ts";

const COSTS = {
  workspace: {
    channels: [
      { id: "C1", name: "general" },
      { id: "C2", name: "admins" },
      { id: "C9", name: "costs" },
    ],
  },
};

/** Waits for what is written down after Slack has answered. */
async function problemsAre(bot: SandboxBot, channels: readonly string[]): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const rows = await bot.ledger.db.selectFrom("delivery_problems").select("channel").orderBy("channel").execute();
    const found = rows.map(({ channel }) => channel);
    if (JSON.stringify(found) === JSON.stringify(channels)) return;
    if (tries > 100) throw new Error(`the channels with problems are ${found.join(", ") || "none"}`);
    await sleep(50);
  }
}

describe.concurrent("a channel that is called by its name", () => {
  test("is kept by its id when it is typed, and has the limits that runrate.yml sets for its id", async () => {
    await using bot = await botInSandbox({
      sandbox: COSTS,
      config: "channels: { C9: { sees: { project: search } } }",
      usage: [million("gpt-4o", "2026-11-04T00:00:00Z", { project: "search" })],
    });
    expect(await command(bot, "/cost budget set $5 month in costs named ours")).toContain("Narrowed to");
    expect((await listBudgets(bot.ledger)).map(({ terms }) => [terms.channel, terms.scope])).toEqual([
      ["C9", [{ dimension: "project", values: ["search"] }]],
    ]);
    bot.sandbox.assertNoViolations();
  });

  test("is one queue with its id: messages for both come in order, and each once", async () => {
    await using bot = await botInSandbox({
      sandbox: COSTS,
      config: `alerts: { admin_channel: admins }
budgets:
  - { name: by name, period: month, amount: 4, channel: costs }
  - { name: by id, period: month, amount: 4, channel: C9 }`,
    });
    bot.sandbox.setRateLimits("documented");
    await bot.importElsewhere([
      million("gpt-4o", "2026-11-24T08:00:00Z"),
      million("never-heard-of", "2026-11-24T08:00:00Z"),
    ]);
    const isDone = () => bot.sandbox.channel("C9").messages.length === 2;
    await bot.sandbox.until(isDone, { timeoutMs: 15_000 });
    await bot.sandbox.untilMessage("C2", ({ text }) => text.includes("has no price"));
    const rows = await bot.ledger.db
      .selectFrom("outbox")
      .select(["channel", "sent_channel", "attempts"])
      .where("kind", "=", "open")
      .orderBy("id")
      .execute();
    expect(rows.map(({ channel, attempts }) => [channel, Number(attempts)])).toEqual([
      ["costs", 1],
      ["C9", 1],
    ]);
    bot.sandbox.assertNoViolations();
  });

  test("is told by its name where Slack does not list channels", async () => {
    await using bot = await botInSandbox({
      sandbox: COSTS,
      config: "budgets: [{ name: by name, period: month, amount: 4, channel: costs }]",
    });
    using _ = bot.sandbox.fail(
      { method: "conversations.list", times: Infinity },
      { kind: "error", error: "missing_scope" },
    );
    await bot.importElsewhere([million("gpt-4o", "2026-11-24T08:00:00Z")]);
    await bot.sandbox.untilMessage("C9", ({ text }) => text.includes("has reached 50 %"), { timeoutMs: 15_000 });
    await command(bot, "/cost budget test by name");
    await bot.sandbox.untilMessage("C9", ({ text }) => text.startsWith("Test alert"), { timeoutMs: 15_000 });
    // What has failed is not asked for again at once.
    expect(bot.sandbox.calls("conversations.list")).toHaveLength(1);
  });

  test("whose messages could not be posted is told of no longer once they can", async () => {
    await using bot = await botInSandbox({
      sandbox: COSTS,
      config: `alerts: { admin_channel: admins }
budgets: [{ name: by name, period: month, amount: 4, channel: costs }]`,
    });
    bot.sandbox.archive("C9");
    await command(bot, "/cost budget test by name");
    await bot.sandbox.untilMessage("C2", ({ text }) => text.startsWith("Test alert"));
    await problemsAre(bot, ["C9"]);
    bot.sandbox.archive("C9", false);
    await command(bot, "/cost budget test by name");
    await bot.sandbox.untilMessage("C9", ({ text }) => text.startsWith("Test alert"));
    await problemsAre(bot, []);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { call, command, posted, send } from "./bot-actions.ts";
import { botInSandbox } from "./bot-in-sandbox.ts";

/** Waits for what is written down after Slack has answered. */
async function gone(isGone: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isGone()); tries += 1) {
    if (tries > 100) throw new Error("it is still there");
    await sleep(50);
  }
}

describe.concurrent("Slack in the way", () => {
  test("an answer that is lost leads to no second message where Slack can be asked", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget test");
    await bot.sandbox.untilMessage("C1", ({ text }) => text.startsWith("Test alert"));
    await command(bot, "/cost budget set $4 month");
    using _ = bot.sandbox.fail({ method: "chat.postMessage" }, { kind: "dropped_after" });
    await send(bot, call("a"));
    const opened = await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 50 %"));
    await send(bot, call("b"));
    await bot.sandbox.untilMessage("C1", ({ threadTs }) => threadTs === opened.ts, { timeoutMs: 10_000 });
    expect(
      posted(bot).filter(({ text, threadTs }) => text.includes("has reached") && threadTs === undefined),
    ).toHaveLength(1);
  });

  test("an answer that is lost leads to a second message, marked as a possible repeat, where Slack cannot be asked", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month");
    using _lost = bot.sandbox.fail({ method: "chat.postMessage" }, { kind: "dropped_after" });
    using _history = bot.sandbox.fail(
      { method: "conversations.history", times: Infinity },
      { kind: "error", error: "missing_scope" },
    );
    await send(bot, call("a"));
    const second = await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("(possible repeat)"), {
      timeoutMs: 10_000,
    });
    expect(second.text).toContain("has reached 50 %");
    expect(posted(bot)).toHaveLength(2);
  });

  test("a repeat whose own answer is lost is found, and stays marked when it is brought up to date", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month");
    using _lost = bot.sandbox.fail({ method: "chat.postMessage", times: 2 }, { kind: "dropped_after" });
    using _history = bot.sandbox.fail({ method: "conversations.history" }, { kind: "error", error: "missing_scope" });
    await send(bot, call("a"));
    const { ts } = await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("(possible repeat)"), {
      timeoutMs: 10_000,
    });
    await send(bot, call("b"));
    const updated = await bot.sandbox.untilMessage(
      "C1",
      (message) => message.ts === ts && message.edits.length > 0 && message.text.includes("100 %"),
      { timeoutMs: 15_000 },
    );
    expect(updated.text).toContain("(possible repeat)");
    expect(updated.metadata).toMatchObject({ event_payload: { possible_repeat: true } });
    expect(posted(bot).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(2);
  });

  test("a rate limit is waited out, and replies come after the message that they reply to", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month");
    using _ = bot.sandbox.fail({ method: "chat.postMessage" }, { kind: "rate_limited", retryAfterSeconds: 2 });
    await send(bot, call("a"));
    await send(bot, call("b"));
    await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 100 %"), { timeoutMs: 15_000 });
    const [opened, ...replies] = posted(bot);
    expect(opened?.threadTs).toBeUndefined();
    expect(replies.map(({ threadTs }) => threadTs)).toEqual(replies.map(() => opened?.ts));
    bot.sandbox.assertNoViolations();
  });

  test("a message that cannot be brought up to date keeps no other alert of its channel waiting", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month");
    using _ = bot.sandbox.fail(
      { method: "chat.update", times: Infinity },
      { kind: "rate_limited", retryAfterSeconds: 60 },
    );
    await send(bot, call("a"));
    await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 50 %"));
    await send(bot, call("b"));
    await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 100 %"), { timeoutMs: 10_000 });
    await bot.sandbox.until(() => bot.sandbox.calls("chat.update").length > 0);
    await command(bot, "/cost budget test");
    await bot.sandbox.untilMessage("C1", ({ text }) => text.startsWith("Test alert"), { timeoutMs: 10_000 });
  });

  test("blocks that it refuses are sent plainer", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month");
    using _ = bot.sandbox.fail({ method: "chat.postMessage", times: 3 }, { kind: "error", error: "invalid_blocks" });
    await send(bot, call("a"));
    const opened = await bot.sandbox.untilMessage("C1");
    expect(opened.text).toContain("has reached 50 %");
    expect(opened.blocks).toEqual([]);
  });

  test("an archived channel's alerts go to the admins' channel, its owner is told, and App Home shows it", async () => {
    await using bot = await botInSandbox({ config: "alerts: { admin_channel: C2 }" });
    await command(bot, "/cost budget set $4 month owner @ada");
    bot.sandbox.archive("C1");
    await send(bot, call("a"));
    const moved = await bot.sandbox.untilMessage("C2", ({ text }) => text.includes("has reached 50 %"));
    expect(JSON.stringify(moved.blocks)).toContain("is_archived");
    await bot.sandbox.until(() =>
      bot.sandbox.directMessages("U1").find(({ text }) => text.includes("cannot be posted")),
    );
    const rows = await bot.ledger.db.selectFrom("delivery_problems").selectAll().execute();
    expect(rows).toMatchObject([{ channel: "C1", code: "is_archived", fallback: "C2" }]);
    bot.sandbox.archive("C1", false);
    await command(bot, "/cost budget test");
    await bot.sandbox.untilMessage("C1", ({ text }) => text.startsWith("Test alert"));
    await gone(async () => (await bot.ledger.db.selectFrom("delivery_problems").selectAll().execute()).length === 0);
  });

  test("a revoked token loses nothing: alerts leave when it is valid again", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month");
    bot.sandbox.revokeToken();
    await send(bot, call("a"));
    await bot.sandbox.until(() => bot.sandbox.calls("chat.postMessage").length > 0);
    bot.sandbox.revokeToken(false);
    await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 50 %"), { timeoutMs: 10_000 });
  });
});

import { listBudgets } from "@runrate/budgets";
import { describe, expect, test } from "vitest";
import { call, command, posted, send } from "./bot-actions.ts";
import { botInSandbox, type SandboxBot } from "./bot-in-sandbox.ts";

describe.concurrent("a budget", () => {
  test("is set by command, alerts in its channel as usage comes in, in one message with replies", async () => {
    await using bot = await botInSandbox();
    expect(await command(bot, "/cost budget set $10 month")).toContain("Budget set. month: $0.00 of $10.00");
    await send(bot, call("a"), call("b"));
    const opened = await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 50 %"));
    // 2 × $2.50
    expect(opened.text).toBe("month has reached 50 %: $5.00 of $10.00 in November 2026 (50.0%)");
    await send(bot, call("c"), call("d"));
    const reply = await bot.sandbox.untilMessage("C1", ({ threadTs }) => threadTs === opened.ts);
    expect(reply.text).toBe("month has reached 100 %: $10.00 of $10.00 in November 2026 (100.0%)");
    expect(reply.broadcast).toBe(true);
    await bot.sandbox.untilMessage("C1", ({ ts, text }) => ts === opened.ts && text.includes("has reached 100 %"));
    expect(posted(bot)).toHaveLength(2);
    bot.sandbox.assertNoViolations();
  });

  test("is told once, with usage that comes twice and a bot that is started again", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month");
    await send(bot, call("a"));
    await bot.sandbox.untilMessage("C1");
    await send(bot, call("a"));
    await bot.restart();
    await send(bot, call("a"), call("b"));
    await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 100 %"));
    expect(posted(bot).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
    expect(posted(bot)).toHaveLength(2);
  });

  test("carries its identity and the record that reached it", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month alert 50");
    await send(bot, call("first", { at: "2026-11-20T01:02:03.004Z" }));
    const { metadata } = await bot.sandbox.untilMessage("C1");
    expect(metadata).toMatchObject({
      event_type: "runrate_alert",
      event_payload: {
        key: "1/1/2026-11-01T00:00:00.000Z/actual/50",
        threshold: "50",
        crossed_at: "2026-11-20T01:02:03.004Z",
        record: "first",
        possible_repeat: false,
      },
    });
  });

  test("names the record that is known to have reached it, when what happened earlier comes later", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $5 month alert 100");
    await send(bot, call("third", { at: "2026-11-22T00:00:00Z" }), call("fourth", { at: "2026-11-23T00:00:00Z" }));
    const { ts } = await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 100 %"));
    await send(bot, call("first", { at: "2026-11-20T00:00:00Z" }), call("second", { at: "2026-11-21T00:00:00Z" }));
    const moved = await bot.sandbox.untilMessage("C1", ({ blocks }) =>
      JSON.stringify(blocks).includes("record second"),
    );
    expect(moved.ts).toBe(ts);
    expect(JSON.stringify(moved.blocks)).not.toContain("record fourth");
    expect(moved.metadata).toMatchObject({
      event_payload: {
        key: "1/1/2026-11-01T00:00:00.000Z/actual/100",
        kind: "open",
        crossed_at: "2026-11-21T00:00:00.000Z",
        record: "second",
        possible_repeat: false,
      },
    });
    expect(posted(bot)).toHaveLength(1);
    bot.sandbox.assertNoViolations();
  });
});

test("an import by another program is noticed", async () => {
  await using bot = await botInSandbox();
  await command(bot, "/cost budget set $4 month");
  await bot.importElsewhere([call("a"), call("b")]);
  const { text } = await bot.sandbox.untilMessage("C1", () => true, { timeoutMs: 15_000 });
  expect(text).toContain("has reached 100 %");
});

describe.concurrent("what people do with an alert", () => {
  async function alerted(config = ""): Promise<SandboxBot> {
    const bot = await botInSandbox({ config });
    await command(bot, "/cost budget set $4 month named team");
    await send(bot, call("a"));
    await bot.sandbox.untilMessage("C1");
    return bot;
  }

  test("of two who acknowledge at once one wins, and both see it", async () => {
    await using bot = await alerted();
    const [message] = posted(bot);
    if (!message) throw new Error("no alert");
    await Promise.all(["U1", "U2"].map((id) => bot.sandbox.person(id).press(message, "alert_acknowledge")));
    const shown = await bot.sandbox.untilMessage("C1", (each) =>
      JSON.stringify(each.blocks).includes("Acknowledged by"),
    );
    const winner = /Acknowledged by <@(U\d)>/.exec(JSON.stringify(shown.blocks))?.[1];
    const loser = winner === "U1" ? "U2" : "U1";
    const told = await bot.sandbox.untilEphemeral(loser, ({ text }) => text.includes("has acknowledged this already"));
    expect(told.text).toContain(`<@${winner}>`);
    expect(JSON.stringify(shown.blocks)).not.toContain("alert_acknowledge");
    bot.sandbox.assertNoViolations();
  });

  test("is told to whoever presses when its budget is there no more", async () => {
    await using bot = await alerted();
    const [message] = posted(bot);
    if (!message) throw new Error("no alert");
    await command(bot, "/cost budget delete team");
    await bot.sandbox.person("U2").press(message, "alert_acknowledge");
    expect((await bot.sandbox.untilEphemeral("U2")).text).toContain("is there no more");
  });

  test("raise it by a form with a reason; the message is resolved and the thread says who and why", async () => {
    await using bot = await alerted();
    const [message] = posted(bot);
    if (!message) throw new Error("no alert");
    const ada = bot.sandbox.person("U1");
    await ada.press(message, "alert_raise");
    await bot.sandbox.untilView("U1");
    await ada.submit({ amount: "$3", reason: "more users" });
    // Lower than before: the form says so and stays open.
    expect(bot.sandbox.view("U1")).toBeDefined();
    await ada.submit({ amount: "$20", reason: "more users" });
    const reply = await bot.sandbox.untilMessage("C1", ({ threadTs }) => threadTs === message.ts);
    expect(reply.text).toBe("raised from $4.00 to $20.00 by <@U1>: more users");
    await bot.sandbox.untilMessage(
      "C1",
      ({ ts, text }) => ts === message.ts && text.startsWith("Resolved, the budget was raised"),
    );
    bot.sandbox.assertNoViolations();
  });

  test("snooze holds replies back; the message is kept up to date", async () => {
    await using bot = await alerted();
    const [message] = posted(bot);
    if (!message) throw new Error("no alert");
    const [budget] = await listBudgets(bot.ledger);
    await bot.sandbox.person("U1").press(message, "alert_snooze", `hour/${budget?.id}/${Date.UTC(2026, 10)}`);
    await bot.sandbox.untilEphemeral("U1", ({ text }) => text.startsWith("Snoozed until"));
    await send(bot, call("b"));
    await bot.sandbox.untilMessage("C1", ({ ts, text }) => ts === message.ts && text.includes("has reached 100 %"));
    expect(posted(bot)).toHaveLength(1);
    bot.sandbox.assertNoViolations();
  });

  test("why explains it to the one who asks", async () => {
    await using bot = await alerted();
    const [message] = posted(bot);
    if (!message) throw new Error("no alert");
    await bot.sandbox.person("U2").press(message, "alert_why");
    const answer = await bot.sandbox.untilEphemeral("U2");
    expect(JSON.stringify(answer.blocks)).toContain("spend reached 50 % at 2026-11-24T08:00:00.000Z by record a");
    bot.sandbox.assertNoViolations();
  });

  test("why tells no more than the channel may see, also of a budget that is wider", async () => {
    await using bot = await botInSandbox({
      config: `channels: { C1: { sees: { project: search } } }
budgets: [{ name: all, period: month, amount: 4, channel: C1 }]`,
    });
    await send(bot, call("a", { project: "search" }), call("b", { project: "secret" }));
    const message = await bot.sandbox.untilMessage("C1");
    await bot.sandbox.person("U2").press(message, "alert_why");
    const shown = JSON.stringify((await bot.sandbox.untilEphemeral("U2")).blocks);
    expect(shown).toContain("this channel sees project search only");
    expect(shown).not.toContain("secret");
    bot.sandbox.assertNoViolations();
  });

  test("those without the role may not raise it", async () => {
    await using bot = await alerted("roles: { budget_owner: [U1] }");
    const [message] = posted(bot);
    if (!message) throw new Error("no alert");
    await bot.sandbox.person("U2").press(message, "alert_raise");
    expect((await bot.sandbox.untilEphemeral("U2")).text).toContain("Only budget owners may change budgets");
    expect(await command(bot, "/cost budget set $5 day", "C1", "U2")).toContain("only budget owners and admins");
  });
});

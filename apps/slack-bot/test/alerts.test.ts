import { setTimeout as sleep } from "node:timers/promises";
import { listBudgets } from "@runrate/budgets";
import { describe, expect, test } from "vitest";
import { botInSandbox, INGEST_TOKEN, million, type SandboxBot } from "./bot-in-sandbox.ts";

/** Sends usage as an application does; answers once it is durable. */
async function send(bot: SandboxBot, ...records: readonly object[]): Promise<void> {
  const answer = await fetch(`${bot.url}/v1/usage`, {
    method: "POST",
    headers: { authorization: `Bearer ${INGEST_TOKEN}` },
    body: records.map((record) => JSON.stringify(record)).join("\n"),
  });
  expect(answer.status).toBe(200);
}

const call = (id: string, more: object = {}) => ({ id, ...million("gpt-4o", "2026-11-24T08:00:00Z", more) });

async function command(bot: SandboxBot, typed: string, channel = "C1", user = "U1"): Promise<string> {
  const before = bot.sandbox.ephemerals(user).length;
  await bot.sandbox.person(user).command(channel, typed);
  await bot.sandbox.until(() => bot.sandbox.ephemerals(user).length > before, { what: `an answer to ${typed}` });
  return bot.sandbox.ephemerals(user).at(-1)?.text ?? "";
}

/** Waits for what is written down after Slack has answered. */
async function gone(isGone: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isGone()); tries += 1) {
    if (tries > 100) throw new Error("it is still there");
    await sleep(50);
  }
}

const posted = (bot: SandboxBot, channel = "C1") => bot.sandbox.channel(channel).messages;

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

  test("and to one that is marked where it cannot be known", async () => {
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

  test("a rate limit is waited out, in order", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month");
    using _ = bot.sandbox.fail({ method: "chat.postMessage" }, { kind: "rate_limited", retryAfterSeconds: 2 });
    await send(bot, call("a"));
    await send(bot, call("b"));
    await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 100 %"), { timeoutMs: 15_000 });
    expect(posted(bot).length).toBeGreaterThan(0);
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

test("an import by another program is noticed", async () => {
  await using bot = await botInSandbox();
  await command(bot, "/cost budget set $4 month");
  await bot.importElsewhere([call("a"), call("b")]);
  const { text } = await bot.sandbox.untilMessage("C1", () => true, { timeoutMs: 15_000 });
  expect(text).toContain("has reached 100 %");
});

describe.concurrent("what is told beside budgets", () => {
  const admins = "alerts: { admin_channel: C2 }";

  test("usage without a price goes to the admins' channel, never to a budget's", async () => {
    await using bot = await botInSandbox({
      config: admins,
      usage: [million("never-heard-of", "2026-11-24T08:00:00Z")],
    });
    const { text } = await bot.sandbox.untilMessage("C2");
    expect(text).toBe("Usage of never-heard-of has no price and is in no amount");
    bot.sandbox.assertNoViolations();
  });

  test("of two who acknowledge it at once one wins, and both see it", async () => {
    await using bot = await botInSandbox({
      config: admins,
      usage: [million("never-heard-of", "2026-11-24T08:00:00Z")],
    });
    const message = await bot.sandbox.untilMessage("C2");
    await Promise.all(["U1", "U2"].map((id) => bot.sandbox.person(id).press(message, "notice_acknowledge")));
    const shown = await bot.sandbox.untilMessage("C2", ({ blocks }) =>
      JSON.stringify(blocks).includes("Acknowledged by"),
    );
    const winner = /Acknowledged by <@(U\d)>/.exec(JSON.stringify(shown.blocks))?.[1];
    const told = await bot.sandbox.untilEphemeral(winner === "U1" ? "U2" : "U1", ({ text }) =>
      text.includes("has acknowledged this already"),
    );
    expect(told.text).toContain(`<@${winner}>`);
    expect(JSON.stringify(shown.blocks)).not.toContain("notice_acknowledge");
    bot.sandbox.assertNoViolations();
  });

  test("of two who snooze it at once one wins, and both see it; why explains its spend to the one who asks", async () => {
    await using bot = await botInSandbox({
      config: `${admins}\nchannels: { C2: { sees: { project: lab } } }`,
      usage: [
        million("never-heard-of", "2026-11-24T08:00:00Z", { project: "lab" }),
        million("never-heard-of", "2026-11-24T08:00:00Z", { project: "secret" }),
      ],
    });
    const message = await bot.sandbox.untilMessage("C2");
    await Promise.all(
      ["U1", "U2"].map((id, index) => bot.sandbox.person(id).press(message, "notice_snooze", ["period", "day"][index])),
    );
    const shown = await bot.sandbox.untilMessage("C2", ({ blocks }) => JSON.stringify(blocks).includes("Snoozed by"));
    const winner = /Snoozed by <@(U\d)>/.exec(JSON.stringify(shown.blocks))?.[1];
    await bot.sandbox.untilEphemeral(winner ?? "", ({ text }) => text.startsWith("Snoozed until"));
    const told = await bot.sandbox.untilEphemeral(winner === "U1" ? "U2" : "U1", ({ text }) =>
      text.includes("has snoozed this already"),
    );
    expect(told.text).toContain(`<@${winner}>`);
    await bot.sandbox.person("U3").press(shown, "notice_why");
    const why = await bot.sandbox.untilEphemeral("U3");
    expect(JSON.stringify(why.blocks)).toContain("never-heard-of");
    expect(JSON.stringify(why.blocks)).toContain("This channel sees project lab only");
    bot.sandbox.assertNoViolations();
  });

  test("an anomaly that somebody expects is not told for a while", async () => {
    const hours = Array.from({ length: 24 * 20 }, (_, hour) =>
      new Date(Date.UTC(2026, 10, 24, 11) - hour * 3_600_000).toISOString(),
    );
    const usage = hours.map((at, index) => ({
      ...million("gpt-4o", at, { project: "search" }),
      usage: { input_tokens: index === 0 ? 40_000_000 : 400_000, output_tokens: 0 },
    }));
    await using bot = await botInSandbox({
      config: "alerts: { admin_channel: C2, anomalies: { enabled: true, channel: C3 } }",
      usage: [...usage, million("gpt-4o-mini", "2026-11-24T12:00:00Z", { project: "search" })],
    });
    const message = await bot.sandbox.untilMessage("C3");
    expect(message.text).toContain("is out of the ordinary");
    await bot.sandbox.person("U1").press(message, "alert_expected", "7/project:search");
    await bot.sandbox.untilEphemeral("U1", ({ text }) => text.startsWith("Higher spend is expected until"));
    await bot.sandbox.untilMessage("C3", ({ blocks }) => JSON.stringify(blocks).includes("Expected by <@U1> until"));
    await bot.sandbox.person("U2").press(message, "alert_expected", "1/project:search");
    expect((await bot.sandbox.untilEphemeral("U2")).text).toContain("<@U1> has said that already");
    bot.sandbox.assertNoViolations();
  });

  test("a digest is sent once at its time, in its zone", async () => {
    // 13:00 in Berlin is noon in UTC, where the bot's clock stands.
    await using bot = await botInSandbox({
      config: "alerts: { digests: [{ channel: C1, every: day, at: '13:00', timezone: Europe/Berlin }] }",
      usage: [million("gpt-4o", "2026-11-23T08:00:00Z"), million("gpt-4o", "2026-11-22T08:00:00Z")],
    });
    const { text } = await bot.sandbox.untilMessage("C1");
    expect(text).toBe("Spend on 23 November 2026: $2.50, +$0.00 (+0.0%) against the day before");
    await bot.restart();
    await command(bot, "/cost budget test");
    await bot.sandbox.untilMessage("C1", (each) => each.text.startsWith("Test alert"));
    expect(posted(bot)).toHaveLength(2);
    bot.sandbox.assertNoViolations();
  });
});

describe.concurrent("/cost budget", () => {
  test("lists, shows, tries, raises, deletes and keeps the history", async () => {
    await using bot = await botInSandbox({ usage: [million("gpt-4o", "2026-11-04T00:00:00Z")] });
    expect(await command(bot, "/cost budget")).toContain("There are no budgets yet");
    await command(bot, "/cost budget set $20 month named all");
    await command(bot, "/cost budget set $5 week for model:gpt-4o-mini named minis");
    expect(await command(bot, "/cost budget")).toBe("2 budgets, none exceeded; fullest: all at 12.5%");
    expect(await command(bot, "/cost budget try $2 month alert 100")).toContain(
      "would have alerted once in the last 90 days",
    );
    expect(await command(bot, "/cost budget raise all $30 because we launched")).toContain(
      "Raised from $20.00. all: $2.50 of $30.00",
    );
    expect(await command(bot, "/cost budget delete minis")).toContain("Budget minis is deleted");
    expect(await command(bot, "/cost budget history all")).toBe("all: 2 revisions");
    expect(await command(bot, "/cost budget export")).toContain("Put this into runrate.yml");
    expect(await command(bot, "/cost budget set lots month")).toContain("is not an amount");
    bot.sandbox.assertNoViolations();
  });

  test("opens a form that creates one, and one that edits it", async () => {
    await using bot = await botInSandbox();
    const ada = bot.sandbox.person("U1");
    await ada.command("C1", "/cost budget set");
    await bot.sandbox.untilView("U1");
    await ada.submit({ amount: "many", scope: "modle:x" });
    expect(bot.sandbox.view("U1")).toBeDefined();
    await ada.submit({ name: "made by form", amount: "$12", scope: "model:gpt-4o*", actual: "75 100", forecast: "" });
    await bot.sandbox.until(() => bot.sandbox.directMessages("U1").find(({ text }) => text.includes("Saved.")));
    expect(await listBudgets(bot.ledger)).toMatchObject([
      { name: "made by form", terms: { channel: "C1", thresholds: { actual: ["75", "100"], forecast: [] } } },
    ]);
    await ada.command("C1", "/cost budget edit made by form");
    await bot.sandbox.untilView("U1");
    await ada.press("modal", "budget_try");
    await bot.sandbox.untilView("U1", ({ payload }) => JSON.stringify(payload).includes("would not have alerted"));
    await ada.close();
    await ada.submit({ amount: "$15", reason: "growth" });
    await bot.sandbox.until(() => bot.sandbox.directMessages("U1").find(({ text }) => text.includes("$15.00")));
    bot.sandbox.assertNoViolations();
  });

  test("offers to change and raise the budgets that it lists", async () => {
    await using bot = await botInSandbox();
    const ada = bot.sandbox.person("U1");
    await command(bot, "/cost budget set $20 month named all");
    await command(bot, "/cost budget");
    const list = bot.sandbox.ephemerals("U1").at(-1);
    if (!list) throw new Error("no list");
    await ada.press(list, "budget_raise", "1");
    await bot.sandbox.untilView("U1");
    await ada.submit({ amount: "$30", reason: "growth" });
    await ada.press(list, "budget_edit", "1");
    await bot.sandbox.untilView("U1", ({ payload }) => JSON.stringify(payload).includes("$30"));
    bot.sandbox.assertNoViolations();
  });

  test("shows a channel the budgets of what it may see, and narrows those that are set there", async () => {
    await using bot = await botInSandbox({
      config: "channels: { C1: { sees: { project: search } } }",
      usage: [million("gpt-4o", "2026-11-04T00:00:00Z", { project: "lab" })],
    });
    await command(bot, "/cost budget set $20 month named secret", "C2");
    expect(await command(bot, "/cost budget")).toContain("There are no budgets yet");
    expect(await command(bot, "/cost budget show secret")).toContain("there is no budget named");
    const answer = await command(bot, "/cost budget set $5 month named ours");
    expect(answer).toContain("Narrowed to what its channel may see: project:search. ours: $0.00 of $5.00");
    expect(await command(bot, "/cost budget")).toBe("1 budget, none exceeded; fullest: ours at 0.0%");
    expect(await command(bot, "/cost budget", "C2")).toContain("2 budgets");
  });

  test("those of runrate.yml are read-only, and told as they are declared", async () => {
    await using bot = await botInSandbox({
      config: "budgets: [{ name: declared, period: month, amount: 4, channel: costs }]",
      sandbox: {
        workspace: {
          channels: [
            { id: "C1", name: "general" },
            { id: "C9", name: "costs" },
          ],
        },
      },
    });
    expect(await command(bot, "/cost budget raise declared $9")).toContain("stands in runrate.yml");
    await send(bot, call("a"));
    await bot.sandbox.untilMessage("C9", ({ text }) => text.includes("declared has reached 50 %"));
  });
});

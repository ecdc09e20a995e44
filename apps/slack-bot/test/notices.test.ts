import { describe, expect, test } from "vitest";
import { command, posted } from "./bot-actions.ts";
import { botInSandbox, million } from "./bot-in-sandbox.ts";

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

import { testSchema, testServer } from "@runrate/test-postgres";
import { describe, expect, test } from "vitest";
import { call, send } from "./bot-actions.ts";
import { botInSandbox, million } from "./bot-in-sandbox.ts";

const server = await testServer();

/** The bot as it runs where a team shares a ledger. */
describe.skipIf(server.kind === "none")("the bot on PostgreSQL", () => {
  test("answers, follows up in a thread, alerts once, and keeps what people do with an alert", async () => {
    await using schema = await testSchema(server.kind === "server" ? server.url : "");
    await using bot = await botInSandbox({
      ledgerUrl: schema.url,
      config: "alerts: { admin_channel: C2 }\nchannels: { C3: { sees: { project: lab } } }",
    });
    const { sandbox } = bot;
    const ada = sandbox.person("U1");
    await ada.command("C1", "/cost budget set $4 month named team");
    await sandbox.untilEphemeral("U1", ({ text }) => text.includes("Budget set"));
    await send(bot, call("a", { project: "lab" }), call("a", { project: "lab" }));

    const alert = await sandbox.untilMessage("C1");
    expect(alert.text).toBe("team has reached 50 %: $2.50 of $4.00 in November 2026 (62.5%)");
    await Promise.all(["U1", "U2"].map((id) => sandbox.person(id).press(alert, "alert_acknowledge")));
    const shown = await sandbox.untilMessage("C1", ({ blocks }) => JSON.stringify(blocks).includes("Acknowledged by"));
    const winner = /Acknowledged by <@(U\d)>/.exec(JSON.stringify(shown.blocks))?.[1];
    await sandbox.untilEphemeral(winner === "U1" ? "U2" : "U1", ({ text }) => text.includes(`<@${winner}>`));

    // Another program, another bot on the same database: everything is told once.
    await bot.importElsewhere([{ id: "b", ...million("never-heard-of", "2026-11-24T09:00:00Z") }]);
    await bot.restart();
    await send(bot, call("a", { project: "lab" }), call("c"));
    await sandbox.untilMessage(
      "C1",
      ({ text, threadTs }) => threadTs === alert.ts && text.includes("has reached 100 %"),
    );
    const notice = await sandbox.untilMessage("C2", ({ text }) => text.includes("has no price"), { timeoutMs: 15_000 });
    await ada.press(notice, "notice_snooze", "day");
    await sandbox.untilMessage("C2", ({ blocks }) => JSON.stringify(blocks).includes("Snoozed by <@U1>"));
    expect(sandbox.channel("C1").messages).toHaveLength(2);

    const { message } = await ada.say("C1", "@runrate this month by project");
    const answer = await sandbox.untilMessage("C1", ({ threadTs, text }) => threadTs === message.ts && text !== "");
    expect(answer.text).toContain("$5.00");
    await ada.say("C1", "@runrate and by model?", { threadTs: message.ts });
    await sandbox.untilMessage("C1", ({ threadTs, blocks }) => {
      const text = JSON.stringify(blocks);
      return threadTs === message.ts && text.includes("this month by model") && text.includes("gpt-4o");
    });
    await ada.command("C3", "/cost this month");
    expect((await sandbox.untilEphemeral("U1", ({ channel }) => channel === "C3")).text).toContain("$2.50");
    await ada.openHome();
    await sandbox.until(() => JSON.stringify(sandbox.home("U1")?.blocks ?? []).includes("team"));
    sandbox.assertNoViolations();
  });
});

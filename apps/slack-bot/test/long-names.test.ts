import { expect, test } from "vitest";
import { botInSandbox, million } from "./bot-in-sandbox.ts";

const LONG = `acme/${"very-long-".repeat(50)}model`;

test("what is told of a name that is too long for a button has its buttons all the same, and they know it after a restart", async () => {
  await using bot = await botInSandbox({
    config: "alerts: { admin_channel: C2 }",
    usage: [million(LONG, "2026-11-24T08:00:00Z", { project: "lab" })],
  });
  const { sandbox } = bot;
  const message = await sandbox.untilMessage("C2");
  await bot.restart();
  await sandbox.person("U1").press(message, "notice_snooze", "day");
  const snoozed = await sandbox.untilMessage("C2", ({ blocks }) => JSON.stringify(blocks).includes("Snoozed by <@U1>"));
  await sandbox.person("U2").press(snoozed, "notice_acknowledge");
  const shown = await sandbox.untilMessage("C2", ({ blocks }) =>
    JSON.stringify(blocks).includes("Acknowledged by <@U2>"),
  );
  await sandbox.person("U3").press(shown, "notice_why");
  expect(JSON.stringify((await sandbox.untilEphemeral("U3")).blocks)).toContain("very-long-");
  sandbox.assertNoViolations();
});

test("an anomaly of a project with a long name can be expected", async () => {
  const project = "long-".repeat(60);
  const usage = Array.from({ length: 24 * 20 }, (_, hour) => ({
    ...million("gpt-4o", new Date(Date.UTC(2026, 10, 24, 11) - hour * 3_600_000).toISOString(), { project }),
    usage: { input_tokens: hour === 0 ? 40_000_000 : 400_000, output_tokens: 0 },
  }));
  await using bot = await botInSandbox({
    config: "alerts: { admin_channel: C2, anomalies: { enabled: true, channel: C3 } }",
    usage: [...usage, million("gpt-4o-mini", "2026-11-24T12:00:00Z", { project })],
  });
  const { sandbox } = bot;
  const message = await sandbox.untilMessage("C3");
  await sandbox.person("U1").press(message, "alert_expected", "for 7 days");
  await sandbox.untilEphemeral("U1", ({ text }) => text.startsWith("Higher spend is expected until"));
  await sandbox.untilMessage("C3", ({ blocks }) => JSON.stringify(blocks).includes("Expected by <@U1> until"));
  sandbox.assertNoViolations();
});

import { createHmac } from "node:crypto";
import { expect, test, vi } from "vitest";
import { botInSandbox, million, type SandboxBot } from "./bot-in-sandbox.ts";

test("a command or an event that Slack delivers again is acknowledged and has no effect", async () => {
  await using bot = await botInSandbox({ usage: [million("gpt-4o", "2026-11-04T00:00:00Z")] });
  const { sandbox } = bot;
  const command = await sandbox.person("U1").command("C1", "/cost this month");
  await sandbox.untilEphemeral("U1");
  const { message, deliveries } = await sandbox.person("U2").say("C1", "@runrate this month");
  await sandbox.untilMessage("C1", ({ threadTs }) => threadTs === message.ts);
  for (const delivery of [command, ...deliveries]) {
    expect((await sandbox.repeat(delivery)).outcome.kind).toBe("acknowledged");
  }
  await sandbox.person("U3").command("C1", "/cost today");
  await sandbox.untilEphemeral("U3");
  expect(sandbox.ephemerals("U1")).toHaveLength(1);
  expect(sandbox.thread("C1", message.ts)).toHaveLength(2);
  expect(await (await fetch(`${bot.url}/metrics`)).text()).toMatch(/runrate_repeated_deliveries_total [2-9]/);
});

test("a shutdown answers what it has acknowledged, and a delivery repeated after the restart has no effect", async () => {
  await using bot = await botInSandbox({ usage: [million("gpt-4o", "2026-11-04T00:00:00Z")] });
  const { sandbox } = bot;
  const commands = await Promise.all(
    Array.from({ length: 10 }, () => sandbox.person("U1").command("C1", "/cost this month by model")),
  );
  await bot.restart();
  expect(sandbox.ephemerals("U1")).toHaveLength(10);
  for (const command of commands) expect((await sandbox.repeat(command)).outcome.kind).toBe("acknowledged");
  await sandbox.person("U2").command("C1", "/cost today");
  await sandbox.untilEphemeral("U2");
  expect(sandbox.ephemerals("U1")).toHaveLength(10);
  expect(bot.logged()).not.toContain("work was cut off");
});

/** What Slack would send, signed with the app's secret at a time, and what the bot answers. */
async function signed(bot: SandboxBot, body: string, { offset = 0, type = FORM, forged = false } = {}) {
  const at = String(Math.floor(Date.now() / 1_000) + offset);
  const signature = createHmac("sha256", bot.sandbox.signingSecret).update(`v0:${at}:${body}`).digest("hex");
  const sent = forged ? signature.replace(/^./, (first) => (first === "0" ? "1" : "0")) : signature;
  return await fetch(`${bot.url}/slack/events`, {
    method: "POST",
    body,
    headers: { "content-type": type, "x-slack-request-timestamp": at, "x-slack-signature": `v0=${sent}` },
  });
}

const FORM = "application/x-www-form-urlencoded";

function typed(text: string, more: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({
    command: "/cost",
    text,
    user_id: "U1",
    channel_id: "C1",
    team_id: "T1",
    response_url: "http://127.0.0.1:9/nobody",
    ...more,
  }).toString();
}

test.each([
  ["now", 0, 200],
  ["299 seconds ago", -299, 200],
  ["302 seconds ago", -302, 401],
  ["in 298 seconds", 298, 200],
  ["in 302 seconds", 302, 401],
  ["in an hour", 3_600, 401],
])("a request signed %s is judged by its time before its signature", async (_when, offset, status) => {
  await using bot = await botInSandbox();
  expect((await signed(bot, typed("help"), { offset })).status).toBe(status);
  expect((await signed(bot, typed("help"), { offset, forged: true })).status).toBe(401);
});

test.each([
  ["null", "application/json"],
  ["[]", "application/json"],
  ['"text"', "application/json"],
  ["", "application/json"],
  ["{", "application/json"],
  ["payload=null", FORM],
  ["payload=%7B", FORM],
])("a signed body that is nothing of Slack's, %j, is refused, and the bot serves on", async (body, type) => {
  await using bot = await botInSandbox();
  expect((await signed(bot, body, { type })).status).toBe(400);
  expect((await signed(bot, body, { type, forged: true })).status).toBe(401);
  expect((await signed(bot, typed("help"))).status).toBe(200);
});

test("a media type may say its character set", async () => {
  await using bot = await botInSandbox({ usage: [million("gpt-4o", "2026-11-04T00:00:00Z")] });
  const type = `${FORM};charset=UTF-8`;
  expect((await signed(bot, typed("this month", { user_id: "U2" }), { type })).status).toBe(200);
  // Its response URL leads nowhere: the answer goes another way.
  expect((await bot.sandbox.untilEphemeral("U2")).text).toContain("$2.50");
  const hello = JSON.stringify({ type: "url_verification", challenge: "say this" });
  const answer = await signed(bot, hello, { type: "application/json; charset=utf-8" });
  expect(await answer.json()).toEqual({ challenge: "say this" });
});

test("logs hold no token, secret or response URL, whatever goes wrong", async () => {
  await using bot = await botInSandbox();
  bot.sandbox.fail({ method: "response_url", times: Infinity }, { kind: "http", status: 500 });
  bot.sandbox.revokeToken();
  await bot.sandbox.person("U1").command("C1", "/cost this month");
  await vi.waitFor(() => expect(bot.logged()).toContain("a request failed"), 5_000);
  const logged = bot.logged();
  expect(logged).not.toContain(bot.sandbox.botToken);
  expect(logged).not.toContain(bot.sandbox.signingSecret);
  expect(logged).not.toMatch(/\/response\/R/);
});

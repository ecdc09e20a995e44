import { expect, test } from "vitest";
import { botInSandbox, INGEST_TOKEN, million } from "./bot-in-sandbox.ts";

test("/cost is answered to the asker alone, with the number, the period and the zone", async () => {
  await using bot = await botInSandbox({
    usage: [million("gpt-4o", "2026-11-04T00:00:00Z"), million("gpt-4o-mini", "2026-11-05T00:00:00Z")],
  });
  const { outcome } = await bot.sandbox.person("U1").command("C1", "/cost this month");
  expect(outcome.kind).toBe("acknowledged");
  const answer = await bot.sandbox.untilEphemeral("U1");
  // 2.50 + 0.15
  expect(answer.text).toContain("November 2026 so far (UTC): $2.65");
  bot.sandbox.assertNoViolations();
});

test("a mention is answered in its thread, a direct message beside it", async () => {
  await using bot = await botInSandbox({ usage: [million("gpt-4o", "2026-11-04T00:00:00Z")] });
  const { message } = await bot.sandbox.person("U1").say("C1", "@runrate this month");
  const answer = await bot.sandbox.untilMessage("C1", ({ threadTs }) => threadTs === message.ts);
  expect(answer.text).toContain("$2.50");
  bot.sandbox.assertNoViolations();
});

test("without Slack tokens the HTTP endpoints work: usage comes in, health and metrics are told", async () => {
  await using bot = await botInSandbox({ mode: "none" });
  const stored = await fetch(`${bot.url}/v1/usage`, {
    method: "POST",
    headers: { authorization: `Bearer ${INGEST_TOKEN}` },
    body: JSON.stringify({ id: "a", ...million("gpt-4o", "2026-11-04T00:00:00Z") }),
  });
  expect(await stored.json()).toMatchObject({ stored: 1 });
  expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${bot.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: "ready", checks: { database: "ok" } }]);
  expect(await (await fetch(`${bot.url}/metrics`)).text()).toContain('runrate_http_requests_total{path="/v1/usage"');
  expect((await fetch(`${bot.url}/nothing`)).status).toBe(404);
});

test("it is not ready while Slack refuses its token", async () => {
  await using bot = await botInSandbox();
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  bot.sandbox.revokeToken();
  const ready = await fetch(`${bot.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ status: "not_ready", checks: { database: "ok", slack: "token_revoked" } });
});

test("in Socket Mode the same questions are answered", async () => {
  await using bot = await botInSandbox({ mode: "socket", usage: [million("gpt-4o", "2026-11-04T00:00:00Z")] });
  await bot.sandbox.person("U1").command("C1", "/cost this month");
  expect((await bot.sandbox.untilEphemeral("U1")).text).toContain("$2.50");
  bot.sandbox.assertNoViolations();
});

test("it does not start where users are to be kept under a keyed hash and there is no key", async () => {
  const config = "privacy: { pseudonymise_users: true }";
  await expect(botInSandbox({ mode: "none", config })).rejects.toMatchObject({ code: "bad_environment" });
  await using bot = await botInSandbox({
    mode: "none",
    config,
    environment: { RUNRATE_PSEUDONYM_KEY: "a-key-for-the-tests" },
  });
  expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
});

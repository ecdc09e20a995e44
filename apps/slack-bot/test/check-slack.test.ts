import { parseConfig, readEnvironment, type SlackConnection } from "@runrate/config";
import { startSandbox, type Sandbox } from "@runrate/slack-sandbox";
import { expect, test } from "vitest";
import { checkSlack } from "../src/doctor/check-slack.ts";
import { MANIFEST } from "./bot-in-sandbox.ts";

function connectionOf(sandbox: Sandbox, mode: "http" | "socket"): SlackConnection {
  const { slack } = readEnvironment(sandbox.environment(mode));
  if (slack === undefined) throw new Error("the sandbox has no tokens");
  return slack;
}

const CONFIG = parseConfig(
  "channels: { llm-costs: { scope: { project: a } } }\nalerts: { admin_channel: C2, digests: [{ channel: nowhere, every: day }, { channel: random, every: day }] }",
  "runrate.yml",
);

test("tokens and channels are looked at, and what is wrong comes with the next step", async () => {
  await using sandbox = await startSandbox({ manifest: MANIFEST });
  sandbox.kick("C2");
  sandbox.archive("C3");
  const checks = await checkSlack(connectionOf(sandbox, "socket"), CONFIG);
  const told = Object.fromEntries(checks.map(({ name, status, message }) => [name, `${status}: ${message}`]));
  expect(told).toMatchObject({
    Slack: "ok: connected to Example as runrate",
    "Socket Mode": "ok: Slack opens a connection",
    "#llm-costs": "ok: the bot is in it",
    "#platform": "warning: the bot is not in it",
    "#random": "warning: is archived",
    "#nowhere": "warning: is not a channel that the bot can see",
  });
  expect(checks.filter(({ status }) => status !== "ok").every(({ fix }) => fix !== undefined)).toBe(true);
  sandbox.assertNoViolations();
});

test("without an admin channel or an admin by id it says what would wait for one", async () => {
  await using sandbox = await startSandbox({ manifest: MANIFEST });
  const told = async (config: string) =>
    (await checkSlack(connectionOf(sandbox, "http"), parseConfig(config, "runrate.yml"))).find(
      ({ name }) => name === "Admin channel",
    );
  expect(await told("roles: { admin: S1 }")).toMatchObject({
    status: "warning",
    fix: expect.stringContaining("alerts.admin_channel"),
  });
  expect(await told("roles: { admin: [U1, S1] }")).toMatchObject({ status: "ok" });
  expect(await told("alerts: { admin_channel: C1 }")).toBeUndefined();
});

test("a token that is revoked is the one thing that is said, without the token", async () => {
  await using sandbox = await startSandbox({ manifest: MANIFEST });
  sandbox.revokeToken();
  const checks = await checkSlack(connectionOf(sandbox, "http"), CONFIG);
  expect(checks).toEqual([
    { name: "Slack", status: "failure", message: "the bot token is refused: token_revoked", fix: expect.any(String) },
  ]);
  expect(JSON.stringify(checks)).not.toContain(sandbox.botToken);
});

import { expect, test } from "vitest";
import { readEnvironment } from "./environment.ts";

test("without any variable there is no Slack, and the ledger is a local file", () => {
  expect(readEnvironment({})).toEqual({ port: 3000, ledger: "sqlite:.runrate/ledger.db", openai: {} });
});

test("a variable that is set to nothing counts as not set", () => {
  expect(readEnvironment({ SLACK_BOT_TOKEN: "", PORT: " ", RUNRATE_LEDGER: "" })).toEqual(readEnvironment({}));
});

test("a bot token with a signing secret is HTTP; with an app token it is Socket Mode", () => {
  const http = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "s", SLACK_API_URL: "http://localhost:1/api/" };
  expect(readEnvironment(http).slack).toEqual({
    kind: "http",
    botToken: "xoxb-1",
    signingSecret: "s",
    apiUrl: "http://localhost:1/api/",
  });
  expect(readEnvironment({ ...http, SLACK_APP_TOKEN: "xapp-1" }).slack?.kind).toBe("socket");
});

test.each([
  [{ SLACK_BOT_TOKEN: "xoxb-1" }, "SLACK_SIGNING_SECRET is missing beside SLACK_BOT_TOKEN"],
  [{ SLACK_SIGNING_SECRET: "s" }, "SLACK_BOT_TOKEN is missing"],
  [
    { SLACK_BOT_TOKEN: "xapp-1", SLACK_SIGNING_SECRET: "s" },
    "SLACK_BOT_TOKEN must be the bot token (it begins with xoxb-)",
  ],
  [{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xoxb-1" }, "SLACK_APP_TOKEN must be the app-level token"],
  [{ PORT: "http" }, "PORT must be a port from 0 to 65535"],
  [{ RUNRATE_LEDGER: "mysql://x" }, "RUNRATE_LEDGER must be sqlite:<path> or postgres://"],
  [{ RUNRATE_INGEST_TOKEN: "two words" }, "RUNRATE_INGEST_TOKEN must be letters, digits and signs without blanks"],
  [{ OPENAI_BASE_URL: "api.openai.com" }, "OPENAI_BASE_URL must be an http or https URL"],
])("%j is refused by name", (env, message) => {
  expect(() => readEnvironment(env)).toThrow(message);
});

test("every wrong variable is named at once, and no value is shown", () => {
  const env = { PORT: "secret-port", RUNRATE_LEDGER: "mysql://me:hunter2@db", OPENAI_BASE_URL: "hunter2" };
  expect(() => readEnvironment(env)).toThrow(/^(?!.*(hunter2|secret-port)).*PORT.*RUNRATE_LEDGER.*OPENAI_BASE_URL/);
});

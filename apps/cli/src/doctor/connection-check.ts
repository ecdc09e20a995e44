import { readEnvironment, type Environment } from "@runrate/config";
import { z } from "zod";
import type { CommandContext } from "../context.ts";
import { failure, ok, skipped, warning, type Check } from "./check.ts";

const TIMEOUT_MS = 10_000;

/** What the bot needs to do (apps/slack-bot/manifest.json). */
const SCOPES = ["chat:write", "commands"] as const;

/** Slack and OpenAI, asked with the tokens of the environment. Nothing of a token is shown. */
export async function connectionChecks(context: CommandContext, isOffline: boolean): Promise<Check[]> {
  let environment: Environment;
  try {
    environment = readEnvironment(context.terminal.env);
  } catch {
    return [];
  }
  const { slack, openai } = environment;
  if (isOffline) return [skipped("connections", "not looked at (--offline)")];
  const base = openai.baseUrl ?? "https://api.openai.com/v1";
  return await Promise.all([
    ...(slack === undefined ? [] : [slackCheck(slack.botToken, slack.apiUrl ?? "https://slack.com/api/")]),
    ...(openai.apiKey === undefined ? [] : [keyCheck("OPENAI_API_KEY", openai.apiKey, `${base}/models`)]),
    ...(openai.adminKey === undefined
      ? []
      : [
          keyCheck(
            "OPENAI_ADMIN_KEY",
            openai.adminKey,
            `${base}/organization/costs?start_time=${daysAgo(context.now)}&limit=1`,
          ),
        ]),
  ]);
}

const authTest = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  team: z.string().optional(),
  user: z.string().optional(),
});

async function slackCheck(token: string, apiUrl: string): Promise<Check> {
  const response = await answerOf("Slack", new URL("auth.test", apiUrl).href, token, "POST");
  if (!(response instanceof Response)) return response;
  const parsed = authTest.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success)
    return failure("Slack", `auth.test answers ${response.status} and no JSON`, "Check SLACK_API_URL and the network.");
  const { ok: isOk, error, team, user } = parsed.data;
  if (!isOk) {
    return failure(
      "Slack",
      `the bot token is refused: ${error ?? "no reason given"}`,
      "Copy SLACK_BOT_TOKEN from the app's page, OAuth & Permissions.",
    );
  }
  const granted = response.headers.get("x-oauth-scopes");
  const missing = granted === null ? [] : SCOPES.filter((scope) => !granted.split(/,\s*/).includes(scope));
  if (missing.length > 0) {
    return failure(
      "Slack",
      `the bot token lacks ${missing.join(", ")}`,
      "Create the app from manifest.json, or add the scopes and install it again.",
    );
  }
  return ok("Slack", `connected to ${team ?? "a workspace"} as ${user ?? "the bot"}`);
}

async function keyCheck(name: string, key: string, url: string): Promise<Check> {
  const response = await answerOf(name, url, key, "GET");
  if (!(response instanceof Response)) return response;
  await response.body?.cancel();
  if (response.ok) return ok(name, "accepted");
  if (response.status === 401) return failure(name, "the key is refused (401)", "Set a key that has not been revoked.");
  if (response.status === 403) {
    return failure(
      name,
      "the key may not do this (403)",
      name === "OPENAI_ADMIN_KEY"
        ? "Create an admin key with the right to read usage."
        : "Give the key's project the right.",
    );
  }
  return warning(name, `the API answers ${response.status}`, "Try again later.");
}

async function answerOf(name: string, url: string, token: string, method: "GET" | "POST"): Promise<Response | Check> {
  try {
    return await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "no answer";
    return failure(name, `${new URL(url).host} cannot be reached: ${cause}`, "Check the network and the proxy.");
  }
}

function daysAgo(now: number): number {
  return Math.floor(now / 1_000) - 2 * 86_400;
}

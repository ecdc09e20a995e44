import { defaultConfig, readEnvironment, type Environment, type RunrateConfig } from "@runrate/config";
import { checkSlack } from "@runrate/slack-bot";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { failure, ok, skipped, warning, type Check } from "./check.ts";

const TIMEOUT_MS = 10_000;

/** Slack and OpenAI, asked with the tokens of the environment. Nothing of a token is shown. */
export async function connectionChecks(context: CommandContext, isOffline: boolean): Promise<Check[]> {
  let environment: Environment;
  try {
    environment = readEnvironment(context.terminal.env);
  } catch {
    // What is wrong with the variables is another check's to tell.
    return [];
  }
  const { slack, openai } = environment;
  if (isOffline) return [skipped("connections", "not looked at (--offline)")];
  const base = openai.baseUrl ?? "https://api.openai.com/v1";
  const checks = await Promise.all<readonly Check[] | Check>([
    ...(slack === undefined ? [] : [checkSlack(slack, readableConfig(context))]),
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
  return checks.flat();
}

/** A file that cannot be read is another check's to tell: no channel of it is looked at. */
function readableConfig(context: CommandContext): RunrateConfig {
  try {
    return configurationOf(context);
  } catch {
    return defaultConfig();
  }
}

async function keyCheck(name: string, key: string, url: string): Promise<Check> {
  const response = await answerOf(name, url, key);
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

async function answerOf(name: string, url: string, token: string): Promise<Response | Check> {
  try {
    return await fetch(url, {
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

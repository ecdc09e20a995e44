import { expect } from "vitest";
import { INGEST_TOKEN, million, type SandboxBot } from "./bot-in-sandbox.ts";

/** Sends usage as an application does; answers once it is durable. */
export async function send(bot: SandboxBot, ...records: readonly object[]): Promise<void> {
  const answer = await fetch(`${bot.url}/v1/usage`, {
    method: "POST",
    headers: { authorization: `Bearer ${INGEST_TOKEN}` },
    body: records.map((record) => JSON.stringify(record)).join("\n"),
  });
  expect(await answer.json()).toMatchObject({ rejected: [] });
}

/** A call of this morning: $2.50. */
export const call = (id: string, more: object = {}): object => ({
  id,
  ...million("gpt-4o", "2026-11-24T08:00:00Z", more),
});

/** What somebody is told, alone, who types a command. */
export async function command(bot: SandboxBot, typed: string, channel = "C1", user = "U1"): Promise<string> {
  const before = bot.sandbox.ephemerals(user).length;
  await bot.sandbox.person(user).command(channel, typed);
  await bot.sandbox.until(() => bot.sandbox.ephemerals(user).length > before, { what: `an answer to ${typed}` });
  return bot.sandbox.ephemerals(user).at(-1)?.text ?? "";
}

/** The messages of a channel, replies included. */
export const posted = (bot: SandboxBot, channel = "C1") => bot.sandbox.channel(channel).messages;

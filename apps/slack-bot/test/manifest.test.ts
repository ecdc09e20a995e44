import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { SHORTCUTS } from "../src/blocks/action-ids.ts";
import { PARTS } from "../src/register.ts";
import { botInSandbox, MANIFEST } from "./bot-in-sandbox.ts";

const manifest = z
  .looseObject({
    features: z.looseObject({
      slash_commands: z.array(z.looseObject({ command: z.string(), should_escape: z.literal(true) })),
      shortcuts: z.array(z.looseObject({ callback_id: z.string(), type: z.literal("message") })),
    }),
    oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
    settings: z.looseObject({ event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }) }),
  })
  .parse(MANIFEST);

test("the manifest has the commands, events and shortcuts that the code listens to, and no others", async () => {
  const app = new App({ token: "xoxb-nobody", signingSecret: "nobody", tokenVerificationEnabled: false });
  const commands = vi.spyOn(app, "command");
  const events = vi.spyOn(app, "event");
  const shortcuts = vi.spyOn(app, "shortcut");
  await using _bot = await botInSandbox({
    parts: [(bot, parts) => ({ started: () => PARTS.forEach((make) => make(bot, parts).listen?.(app)) })],
  });
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(
    commands.mock.calls.map(([name]) => name),
  );
  const subscribed = manifest.settings.event_subscriptions.bot_events.map((name) =>
    name.replace(/^message\..*/, "message"),
  );
  expect(subscribed.toSorted()).toEqual(events.mock.calls.map(([name]) => String(name)).toSorted());
  expect(manifest.features.shortcuts.map(({ callback_id: id }) => id)).toEqual(Object.values(SHORTCUTS));
  expect(shortcuts.mock.calls.map(([constraints]) => constraints)).toEqual(
    Object.values(SHORTCUTS).map((id) => ({ type: "message_action", callback_id: id })),
  );
});

/** Which scope each method of the Web API that the code calls needs: docs.slack.dev/reference/methods. */
const SCOPE_OF: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  "chat.postEphemeral": ["chat:write"],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "conversations.history": ["channels:history", "groups:history", "im:history"],
  "conversations.info": ["channels:read", "groups:read"],
  "conversations.list": ["channels:read", "groups:read"],
  "conversations.open": ["im:write"],
  "conversations.replies": ["channels:history", "groups:history", "im:history"],
  "files.uploadV2": ["files:write"],
  "usergroups.users.list": ["usergroups:read"],
  "views.open": [],
  "views.publish": [],
  "views.push": [],
  "views.update": [],
};

/** Scopes that come with what the app is subscribed to. */
const SUBSCRIPTIONS = ["commands", "app_mentions:read", "im:history"];

test("the manifest asks for the scopes of the methods that the code calls, and no others", async () => {
  const sources = globSync("src/**/*.ts", { cwd: join(import.meta.dirname, "..") });
  const called = new Set(
    sources.flatMap((path) => {
      const text = readFileSync(join(import.meta.dirname, "..", path), "utf8");
      return [
        ...text.matchAll(
          /\bclient\.((?:auth|chat|conversations|files|usergroups|users|views|reactions|team|bots)(?:\.\w+)+)\(/g,
        ),
      ].map(([, name = ""]) => name);
    }),
  );
  expect([...called].filter((name) => SCOPE_OF[name] === undefined)).toEqual([]);
  const needed = new Set([...SUBSCRIPTIONS, ...[...called].flatMap((name) => SCOPE_OF[name] ?? [])]);
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted());
});

import { json, type JsonObject, objectIn, stringIn } from "../json.ts";
import { checkBlocks, checkView } from "../schema/content.ts";
import type { World } from "../world.ts";
import { type Answer, fail, type Method, ok } from "./method.ts";

function authTest(world: World): Answer {
  const { team, enterprise, app } = world.workspace;
  return ok(
    json({
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: app.name,
      team_id: team.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      enterprise_id: enterprise?.id,
      is_enterprise_install: world.settings.orgInstall,
    }),
  );
}

function openConnection(world: World): Answer {
  return ok({ url: `${world.baseUrl.replace("http:", "ws:")}/socket?ticket=${world.workspace.ids.next("S")}` });
}

function botInfo(world: World, args: JsonObject): Answer {
  const { app } = world.workspace;
  if ((stringIn(args, "bot") ?? app.botId) !== app.botId) return fail("bot_not_found");
  return ok({
    bot: {
      id: app.botId,
      deleted: false,
      name: app.displayName,
      app_id: app.id,
      user_id: app.botUserId,
      updated: 0,
      icons: {},
    },
  });
}

function teamInfo(world: World): Answer {
  const { team, enterprise } = world.workspace;
  return ok({
    team: json({
      id: team.id,
      name: team.name,
      domain: team.domain,
      email_domain: "",
      icon: {},
      enterprise_id: enterprise?.id,
      enterprise_name: enterprise?.name,
    }),
  });
}

/** Slack's own oracle on blocks; a fault here is an answer, not a violation. */
function validateBlocks(world: World, args: JsonObject): Answer {
  const view = objectIn(args, "view");
  const blocks = args["blocks"] ?? objectIn(args, "message")?.["blocks"];
  if (!view && blocks === undefined) return fail("invalid_arguments", ["one of blocks, message, view is required"]);
  const check = view
    ? checkView(view, world.settings.native)
    : checkBlocks(blocks ?? [], "message", world.settings.native);
  return check.kind === "fits" ? ok() : fail("invalid_blocks", check.faults);
}

function react(isAdding: boolean): Method["answer"] {
  return (world, args) => {
    const { channels, app } = world.workspace;
    const message = channels.message(stringIn(args, "channel") ?? "", stringIn(args, "timestamp") ?? "");
    if (!channels.find(stringIn(args, "channel") ?? "")) return fail("channel_not_found");
    if (!message) return fail("message_not_found");
    const name = stringIn(args, "name") ?? "";
    const users = message.reactions[name] ?? [];
    if (isAdding && users.includes(app.botUserId)) return fail("already_reacted");
    if (!isAdding && !users.includes(app.botUserId)) return fail("no_reaction");
    const next = isAdding ? [...users, app.botUserId] : users.filter((user) => user !== app.botUserId);
    const others = Object.fromEntries(Object.entries(message.reactions).filter(([each]) => each !== name));
    channels.edit(message, { reactions: next.length > 0 ? { ...others, [name]: next } : others }, false);
    return ok();
  };
}

export const appMethods: readonly Method[] = [
  { name: "auth.test", scopes: [], rate: "special", token: "bot", answer: authTest },
  { name: "apps.connections.open", scopes: [], rate: "tier1", token: "app", answer: openConnection },
  { name: "blocks.validate", scopes: [], rate: "tier3", token: "bot", answer: validateBlocks },
  { name: "bots.info", scopes: ["users:read"], rate: "tier3", token: "bot", answer: botInfo },
  { name: "team.info", scopes: ["team:read"], rate: "tier3", token: "bot", answer: teamInfo },
  { name: "reactions.add", scopes: ["reactions:write"], rate: "tier3", token: "bot", answer: react(true) },
  { name: "reactions.remove", scopes: ["reactions:write"], rate: "tier2", token: "bot", answer: react(false) },
];

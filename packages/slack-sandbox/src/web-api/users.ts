import { json, type JsonObject, stringIn } from "../json.ts";
import type { User, UserGroup } from "../state/seed.ts";
import type { World } from "../world.ts";
import { type Answer, fail, type Method, ok } from "./method.ts";
import { pageOf } from "./page.ts";

/** Seconds east of UTC in this zone, now. */
function zoneOffset(timeZone: string, at: number): number {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60);
}

function userJson(world: World, user: User): JsonObject {
  const mayReadEmail = world.settings.features.scopes?.has("users:read.email") ?? true;
  return json({
    id: user.id,
    team_id: world.workspace.team.id,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted,
    tz: user.timeZone,
    tz_label: user.timeZone,
    tz_offset: zoneOffset(user.timeZone, world.clock.now()),
    profile: json({
      real_name: user.realName,
      display_name: user.name,
      email: mayReadEmail ? user.email : undefined,
      team: world.workspace.team.id,
    }),
    is_admin: user.isAdmin,
    is_owner: false,
    is_bot: user.isBot,
    is_app_user: false,
    is_restricted: false,
    is_ultra_restricted: false,
    locale: "en-GB",
    enterprise_user: world.workspace.enterprise
      ? {
          id: user.id,
          enterprise_id: world.workspace.enterprise.id,
          enterprise_name: world.workspace.enterprise.name,
          teams: [world.workspace.team.id],
        }
      : undefined,
  });
}

function info(world: World, args: JsonObject): Answer {
  const user = world.workspace.users.get(stringIn(args, "user") ?? "");
  return user ? ok({ user: userJson(world, user) }) : fail("user_not_found");
}

function list(world: World, args: JsonObject): Answer {
  const users = [...world.workspace.users.values()].map((user) => userJson(world, user));
  return pageOf(users, "members", args, { cache_ts: Math.floor(world.clock.now() / 1_000) });
}

function lookupByEmail(world: World, args: JsonObject): Answer {
  const email = stringIn(args, "email")?.toLowerCase();
  const user = [...world.workspace.users.values()].find((each) => each.email?.toLowerCase() === email && !each.deleted);
  return user ? ok({ user: userJson(world, user) }) : fail("users_not_found");
}

function groupJson(world: World, group: UserGroup, withUsers: boolean): JsonObject {
  return json({
    id: group.id,
    team_id: world.workspace.team.id,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    description: "",
    date_delete: 0,
    user_count: group.users.length,
    users: withUsers ? group.users : undefined,
  });
}

function groups(world: World, args: JsonObject): Answer {
  return ok({
    usergroups: [...world.workspace.userGroups.values()].map((group) =>
      groupJson(world, group, args["include_users"] === true),
    ),
  });
}

function groupMembers(world: World, args: JsonObject): Answer {
  const group = world.workspace.userGroups.get(stringIn(args, "usergroup") ?? "");
  return group ? ok({ users: group.users }) : fail("no_such_subteam");
}

export const userMethods: readonly Method[] = [
  { name: "users.info", scopes: ["users:read"], rate: "tier4", token: "bot", answer: info },
  { name: "users.list", scopes: ["users:read"], rate: "tier2", token: "bot", answer: list },
  { name: "users.lookupByEmail", scopes: ["users:read.email"], rate: "tier3", token: "bot", answer: lookupByEmail },
  { name: "usergroups.list", scopes: ["usergroups:read"], rate: "tier2", token: "bot", answer: groups },
  { name: "usergroups.users.list", scopes: ["usergroups:read"], rate: "tier2", token: "bot", answer: groupMembers },
];

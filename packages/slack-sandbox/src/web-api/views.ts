import { type Json, type JsonObject, isJsonObject, stringIn } from "../json.ts";
import { checkView } from "../schema/content.ts";
import type { View } from "../state/view.ts";
import { viewJson } from "../state/view.ts";
import type { World } from "../world.ts";
import { type Answer, fail, type Method, ok } from "./method.ts";
import { broken, type Found } from "./posting.ts";

/** Modals may lie three deep: docs.slack.dev/surfaces/modals. */
const deepest = 3;

/** A view payload, held against its shape and limits. */
export function viewPayload(
  world: World,
  method: string,
  args: JsonObject,
  value: Json | undefined,
  type: "modal" | "home",
): Found<JsonObject> {
  const check = checkView(value ?? null, world.settings.native);
  if (check.kind !== "fits") return broken(world, method, args, "invalid_arguments", check.faults);
  if (!isJsonObject(value) || value["type"] !== type)
    return broken(world, method, args, "invalid_arguments", [`view.type is not ${type}`]);
  return { kind: "found", value };
}

export function spelledView(world: World, view: View): JsonObject {
  const { team, app } = world.workspace;
  return viewJson(view, team.id, app.id, app.botId, world.inputs.of(view.id, view.blocks));
}

function show(how: "open" | "push"): Method["answer"] {
  return (world, args) => {
    const payload = viewPayload(world, `views.${how}`, args, args["view"], "modal");
    if (payload.kind === "refused") return payload.answer;
    const externalId = stringIn(payload.value, "external_id") ?? "";
    if (externalId !== "" && world.workspace.views.byExternalId(externalId)) return fail("duplicate_external_id");
    const trigger = world.triggers.use(stringIn(args, "trigger_id") ?? stringIn(args, "interactivity_pointer") ?? "");
    if (trigger.kind === "error") return fail(trigger.error);
    if (how === "push" && world.workspace.views.stack(trigger.user).length >= deepest)
      return fail("push_limit_reached");
    return ok({ view: spelledView(world, world.workspace.views.show(trigger.user, payload.value, how)) });
  };
}

function update(world: World, args: JsonObject): Answer {
  const payload = viewPayload(world, "views.update", args, args["view"], "modal");
  if (payload.kind === "refused") return payload.answer;
  const viewId = stringIn(args, "view_id");
  const view =
    viewId === undefined
      ? world.workspace.views.byExternalId(stringIn(args, "external_id") ?? "")
      : world.workspace.views.byId(viewId);
  if (!view) return fail("not_found");
  const hash = stringIn(args, "hash");
  if (hash !== undefined && hash !== view.hash) return fail("hash_conflict");
  return ok({ view: spelledView(world, world.workspace.views.update(view, payload.value)) });
}

function publish(world: World, args: JsonObject): Answer {
  const payload = viewPayload(world, "views.publish", args, args["view"], "home");
  if (payload.kind === "refused") return payload.answer;
  const user = stringIn(args, "user_id") ?? "";
  if (!world.workspace.users.has(user)) return fail("invalid_arguments", [`user ${user} not found`]);
  const hash = stringIn(args, "hash");
  if (hash !== undefined && hash !== world.workspace.views.home(user)?.hash) return fail("hash_conflict");
  return ok({ view: spelledView(world, world.workspace.views.publishHome(user, payload.value)) });
}

export const viewMethods: readonly Method[] = [
  { name: "views.open", scopes: [], rate: "tier4", token: "bot", answer: show("open") },
  { name: "views.push", scopes: [], rate: "tier4", token: "bot", answer: show("push") },
  { name: "views.update", scopes: [], rate: "tier4", token: "bot", answer: update },
  { name: "views.publish", scopes: [], rate: "tier4", token: "bot", answer: publish },
];

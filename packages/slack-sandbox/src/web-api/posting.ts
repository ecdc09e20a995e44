import { isJsonObject, type Json, type JsonObject, objectIn, stringIn } from "../json.ts";
import { checkBlocks } from "../schema/content.ts";
import { shapeFaults } from "../schema/arguments.ts";
import { textLength } from "../schema/limits.ts";
import type { Channel } from "../state/channel.ts";
import type { MessageContent } from "../state/message.ts";
import { withBlockIds } from "../state/view.ts";
import type { World } from "../world.ts";
import { type Answer, fail } from "./method.ts";

export type Found<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "refused"; readonly answer: Answer };

const found = <T>(value: T): Found<T> => ({ kind: "found", value });
const refused = (error: string, messages?: readonly string[]): Found<never> => ({
  kind: "refused",
  answer: fail(error, messages),
});

/** The channel to write to, by id, `#name` or (as a direct message) user id. */
export function writableChannel(world: World, id: string): Found<Channel> {
  const { workspace } = world;
  const user = workspace.users.get(id);
  if (user)
    return user.deleted
      ? refused("channel_not_found")
      : found(workspace.channels.openDirect([id, workspace.app.botUserId]));
  const channel =
    workspace.channels.find(id) ?? workspace.channels.all().find((each) => `#${each.name}` === id || each.name === id);
  if (!channel) return refused("channel_not_found");
  if (channel.archived) return refused("is_archived");
  if (channel.members.has(workspace.app.botUserId)) return found(channel);
  if (channel.kind !== "public") return refused("channel_not_found");
  return world.settings.features.scopes?.has("chat:write.public") ? found(channel) : refused("not_in_channel");
}

/** What a message is to say, checked: text, blocks, attachments, metadata. A broken body is also a violation. */
export function messageContent(world: World, method: string, args: JsonObject): Found<MessageContent> {
  const text = stringIn(args, "text") ?? stringIn(args, "markdown_text") ?? "";
  const blocks = args["blocks"];
  const attachments = Array.isArray(args["attachments"]) ? args["attachments"].filter(isJsonObject) : [];
  if (blocks !== undefined && !Array.isArray(blocks))
    return broken(world, method, args, "invalid_blocks_format", ["blocks is not a list"]);
  if (text.trim() === "" && (blocks?.length ?? 0) === 0 && attachments.length === 0) return refused("no_text");
  if ("markdown_text" in args && ("text" in args || "blocks" in args)) return refused("markdown_text_conflict");
  if (text.length > textLength)
    return broken(world, method, args, "msg_too_long", [`text has ${text.length} characters, at most ${textLength}`]);
  if (blocks && text === "") {
    world.violations.record({
      rule: "text_with_blocks",
      method,
      arguments: args,
      message: `${method}: blocks without text; notifications and screen readers read text`,
    });
  }
  const checked = contentOf(world, method, args, blocks ?? []);
  if (checked.kind === "refused") return checked;
  for (const attachment of attachments) {
    const faults = shapeFaults("MessageAttachment", {
      ...attachment,
      ...("blocks" in attachment ? { blocks: [] } : {}),
    });
    if (faults.length > 0) return broken(world, method, args, "invalid_attachments", faults);
  }
  const metadata = objectIn(args, "metadata");
  const metadataFault = metadata ? metadataError(metadata) : undefined;
  if (metadataFault) return broken(world, method, args, metadataFault.error, metadataFault.faults);
  return found({ text, blocks: checked.value, attachments, ...(metadata ? { metadata } : {}) });
}

function contentOf(
  world: World,
  method: string,
  args: JsonObject,
  blocks: readonly Json[],
): Found<readonly JsonObject[]> {
  const check = checkBlocks(blocks, "message", world.settings.native);
  if (check.kind === "broken") return broken(world, method, args, "invalid_blocks", check.faults);
  if (check.kind === "unsupported") return refused("invalid_blocks", check.faults);
  return found(withBlockIds(blocks.filter(isJsonObject), world.workspace.ids));
}

/** docs.slack.dev/messaging/message-metadata: event_type of letters, digits, `_`, at most 16 KB of payload. */
function metadataError(
  metadata: JsonObject,
): { readonly error: string; readonly faults: readonly string[] } | undefined {
  if ("entities" in metadata && !("event_type" in metadata)) return undefined;
  const faults = shapeFaults("MessageMetadata", metadata);
  if (faults.length > 0) return { error: "invalid_metadata_format", faults: faults.map((fault) => `metadata${fault}`) };
  const size = JSON.stringify(metadata).length;
  return size > 16_000
    ? { error: "metadata_too_large", faults: [`metadata has ${size} characters, at most 16,000`] }
    : undefined;
}

/** Answers with the error and records that the app sent what Slack never takes. */
export function broken(
  world: World,
  method: string,
  args: JsonObject,
  error: string,
  faults: readonly string[],
): Found<never> {
  world.violations.record({
    rule: error,
    method,
    arguments: args,
    message: `${method}: ${error}: ${faults.join("; ")}`,
  });
  return refused(error, faults);
}

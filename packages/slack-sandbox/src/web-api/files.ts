import { type JsonObject, objectsIn, stringIn } from "../json.ts";
import type { SlackFile } from "../state/file.ts";
import type { World } from "../world.ts";
import { type Answer, fail, type Method, ok } from "./method.ts";
import { writableChannel } from "./posting.ts";

export function fileJson(world: World, file: SlackFile): JsonObject {
  const url = `${world.baseUrl}/files/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    filetype: file.name.split(".").at(-1) ?? "",
    size: file.content?.length ?? file.length,
    user: world.workspace.app.botUserId,
    channels: file.channels,
    url_private: url,
    url_private_download: url,
    permalink: url,
  };
}

function getUploadUrl(world: World, args: JsonObject): Answer {
  const length = args["length"];
  if (typeof length !== "number" || length < 1) return fail("missing_argument", ["length must be above 0"]);
  const file = world.workspace.files.expect(stringIn(args, "filename") ?? "", length);
  return ok({ upload_url: `${world.baseUrl}/upload/${file.id}`, file_id: file.id });
}

/** Shares what has been uploaded; without a channel the file stays private. */
function completeUpload(world: World, args: JsonObject): Answer {
  const { files, app, channels } = world.workspace;
  const entries = objectsIn(args, "files");
  const uploaded = entries.map((entry) => files.get(stringIn(entry, "id") ?? ""));
  const arrived = uploaded.filter((file): file is SlackFile => file?.content !== undefined);
  if (arrived.length !== entries.length || entries.length === 0) return fail("file_not_found");
  const channelId = stringIn(args, "channel_id");
  const channel = channelId === undefined ? undefined : writableChannel(world, channelId);
  if (channel?.kind === "refused") return channel.answer;
  const shared = channel ? [channel.value.id] : [];
  const complete = arrived.map((file, index) =>
    files.complete(file, stringIn(entries[index], "title") ?? file.name, shared),
  );
  const threadTs = stringIn(args, "thread_ts");
  if (channel) {
    channels.post(channel.value.id, {
      user: app.botUserId,
      botId: app.botId,
      text: stringIn(args, "initial_comment") ?? "",
      blocks: [],
      attachments: [],
      files: complete.map((file) => file.id),
      ...(threadTs === undefined ? {} : { threadTs }),
    });
  }
  return ok({ files: complete.map((file) => ({ id: file.id, title: file.title })) });
}

function info(world: World, args: JsonObject): Answer {
  const file = world.workspace.files.get(stringIn(args, "file") ?? "");
  return file?.complete ? ok({ file: fileJson(world, file) }) : fail("file_not_found");
}

export const fileMethods: readonly Method[] = [
  { name: "files.getUploadURLExternal", scopes: ["files:write"], rate: "tier4", token: "bot", answer: getUploadUrl },
  {
    name: "files.completeUploadExternal",
    scopes: ["files:write"],
    rate: "tier4",
    token: "bot",
    answer: completeUpload,
  },
  { name: "files.info", scopes: ["files:read"], rate: "tier4", token: "bot", answer: info },
];

import { type JsonObject, stringIn } from "../src/json.ts";
import { h } from "./dom.ts";
import type { WorkspaceSnapshot } from "./model.ts";
import { emojiOf, mrkdwn } from "./mrkdwn.ts";

/** A text object: `mrkdwn` is formatted, `plain_text` only has its emoji named. */
export function textNode(text: JsonObject | undefined, workspace: WorkspaceSnapshot): Node {
  const content = stringIn(text, "text") ?? "";
  return text?.["type"] === "mrkdwn" ? mrkdwn(content, workspace) : h("span", { class: "plain" }, plain(content));
}

/** Plain text with `:name:` as emoji. */
export function plain(text: string): string {
  return text.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name: string) => emojiOf(name) ?? whole);
}

export function plainOf(text: JsonObject | undefined): string {
  return plain(stringIn(text, "text") ?? "");
}

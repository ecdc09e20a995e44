import { type JsonObject, objectIn, objectsIn, stringIn } from "../src/json.ts";
import { h } from "./dom.ts";
import type { WorkspaceSnapshot } from "./model.ts";
import { emojiOf, linkNode } from "./mrkdwn.ts";

/** A `rich_text` block: sections, lists, quotes, preformatted text. */
export function richTextNode(block: JsonObject, workspace: WorkspaceSnapshot): HTMLElement {
  return h(
    "div",
    { class: "rich-text" },
    ...objectsIn(block, "elements").map((element) => partNode(element, workspace)),
  );
}

function partNode(part: JsonObject, workspace: WorkspaceSnapshot): HTMLElement {
  const elements = objectsIn(part, "elements");
  const inner = (): Node[] => elements.map((element) => inlineNode(element, workspace));
  if (part["type"] === "rich_text_list") {
    const items = elements.map((element) => h("li", {}, partNode(element, workspace)));
    return part["style"] === "ordered" ? h("ol", {}, ...items) : h("ul", {}, ...items);
  }
  if (part["type"] === "rich_text_quote") return h("blockquote", {}, ...inner());
  if (part["type"] === "rich_text_preformatted") return h("pre", {}, h("code", {}, ...inner()));
  return h("p", {}, ...inner());
}

function inlineNode(element: JsonObject, workspace: WorkspaceSnapshot): Node {
  const type = stringIn(element, "type");
  if (type === "link")
    return styled(
      linkNode(stringIn(element, "url") ?? "", stringIn(element, "text") ?? stringIn(element, "url") ?? ""),
      element,
    );
  if (type === "user")
    return mention(
      workspace.users.find((user) => user.id === element["user_id"])?.name ?? stringIn(element, "user_id"),
      "@",
    );
  if (type === "channel")
    return mention(
      workspace.channels.find((channel) => channel.id === element["channel_id"])?.name ??
        stringIn(element, "channel_id"),
      "#",
    );
  if (type === "broadcast") return mention(stringIn(element, "range"), "@");
  if (type === "emoji")
    return document.createTextNode(emojiOf(stringIn(element, "name") ?? "") ?? `:${stringIn(element, "name") ?? ""}:`);
  if (type === "date") return document.createTextNode(stringIn(element, "fallback") ?? "");
  return styled(document.createTextNode(stringIn(element, "text") ?? ""), element);
}

function mention(name: string | undefined, sign: string): Node {
  return h("span", { class: "mention" }, `${sign}${name ?? ""}`);
}

function styled(node: Node, element: JsonObject): Node {
  const style = objectIn(element, "style");
  let result = node;
  if (style?.["code"] === true) result = h("code", {}, result);
  if (style?.["bold"] === true) result = h("strong", {}, result);
  if (style?.["italic"] === true) result = h("em", {}, result);
  if (style?.["strike"] === true) result = h("s", {}, result);
  return result;
}

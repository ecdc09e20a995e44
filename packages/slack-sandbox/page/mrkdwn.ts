import { nameToEmoji } from "gemoji";
import { h } from "./dom.ts";
import type { WorkspaceSnapshot } from "./model.ts";

/** Names of Slack's that the emoji library spells otherwise. */
const slackNames: Readonly<Record<string, string>> = {
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  large_orange_circle: "🟠",
  large_red_square: "🟥",
  large_yellow_square: "🟨",
  large_green_square: "🟩",
  chart: "💹",
  information_source: "ℹ️",
};

/** The character of `:name:`, or undefined. */
export function emojiOf(name: string): string | undefined {
  return slackNames[name] ?? nameToEmoji[name];
}

const inline =
  /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])|:([a-z0-9_+-]+):/gu;

/** Slack's mrkdwn as nodes: docs.slack.dev/messaging/formatting-message-text. Only text and known tags come out of it. */
export function mrkdwn(text: string, workspace: WorkspaceSnapshot): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const [index, part] of text.split(/(```[\s\S]+?```)/).entries()) {
    if (index % 2 === 1) fragment.append(h("pre", {}, h("code", {}, decode(part.slice(3, -3).replace(/^\n/, "")))));
    else appendLines(fragment, part, workspace);
  }
  return fragment;
}

function appendLines(into: ParentNode, text: string, workspace: WorkspaceSnapshot): void {
  let quote: HTMLQuoteElement | undefined;
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line)?.[1];
    if (quoted !== undefined) {
      if (quote) quote.append(h("br"));
      else into.append((quote = h("blockquote")));
      appendInline(quote, quoted, workspace);
      return;
    }
    if (index > 0 && !quote) into.append(h("br"));
    quote = undefined;
    appendInline(into, line, workspace);
  });
}

function appendInline(into: ParentNode, text: string, workspace: WorkspaceSnapshot): void {
  let at = 0;
  for (const match of text.matchAll(inline)) {
    into.append(decode(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const [whole, fence, code, reference, bold, italic, struck, emoji] = match;
    if (fence !== undefined) into.append(h("pre", {}, h("code", {}, decode(fence))));
    else if (code !== undefined) into.append(h("code", {}, decode(code)));
    else if (reference !== undefined) into.append(referenceNode(reference, workspace));
    else if (bold !== undefined) into.append(nested("strong", bold, workspace));
    else if (italic !== undefined) into.append(nested("em", italic, workspace));
    else if (struck !== undefined) into.append(nested("s", struck, workspace));
    else into.append(emojiOf(emoji ?? "") ?? whole);
  }
  into.append(decode(text.slice(at)));
}

function nested(tag: "strong" | "em" | "s", text: string, workspace: WorkspaceSnapshot): HTMLElement {
  const element = h(tag);
  appendInline(element, text, workspace);
  return element;
}

function referenceNode(reference: string, workspace: WorkspaceSnapshot): Node {
  const [target = "", label] = reference.split("|", 2);
  const id = target.slice(1).split("^").at(-1) ?? "";
  if (target.startsWith("@"))
    return h("span", { class: "mention" }, `@${workspace.users.find((user) => user.id === id)?.name ?? label ?? id}`);
  if (target.startsWith("#"))
    return h(
      "span",
      { class: "mention" },
      `#${workspace.channels.find((channel) => channel.id === id)?.name ?? label ?? id}`,
    );
  if (target.startsWith("!subteam^"))
    return h(
      "span",
      { class: "mention" },
      `@${workspace.userGroups.find((group) => group.id === id)?.handle ?? label ?? id}`,
    );
  if (target.startsWith("!date^")) return dateNode(target, label ?? "");
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${target.slice(1)}`);
  return linkNode(decode(target), decode(label ?? target));
}

/** `<!date^seconds^format^link|fallback>`, in the reader's own zone. */
function dateNode(target: string, fallback: string): Node {
  const [, seconds = "", format = ""] = target.split("^");
  const date = new Date(Number(seconds) * 1_000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(decode(fallback));
  const day = date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const shown = format.replaceAll(/\{(date[a-z_]*|time[a-z_]*|ago)\}/g, (_, token: string) =>
    token.startsWith("time") ? time : day,
  );
  return h("time", { datetime: date.toISOString(), title: decode(fallback) }, decode(shown));
}

/** A link that opens apart; anything but http, https and mailto is shown as text. */
export function linkNode(url: string, label: string): Node {
  return /^(https?:|mailto:)/i.test(url)
    ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label)
    : document.createTextNode(label);
}

function decode(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

import { blockNodes } from "./block.ts";
import type { Client } from "./client.ts";
import { h } from "./dom.ts";
import type { Act, MessageSnapshot, WorkspaceSnapshot } from "./model.ts";
import { emojiOf, mrkdwn } from "./mrkdwn.ts";
import { menuButton, type MenuItem, notice } from "./popup.ts";

export interface MessageContext {
  readonly workspace: WorkspaceSnapshot;
  readonly client: Client;
  /** Replies to this message; in a thread, none are counted. */
  readonly replies: number;
  readonly openThread?: (ts: string) => void;
}

/** Does what was asked and says so when the app did not take it. */
export async function perform(client: Client, act: Act): Promise<void> {
  const { problem } = await client.act(act);
  if (problem !== null) notice(problem);
}

/** One message with its blocks, buttons and menu. */
export function messageNode(message: MessageSnapshot, context: MessageContext): HTMLElement {
  const { workspace, client } = context;
  const author = workspace.users.find((user) => user.id === message.user);
  const name = message.isFromSlack ? "Slackbot" : (author?.realName ?? message.user);
  const at = new Date(Number(message.ts) * 1_000);
  const content =
    message.blocks.length > 0
      ? blockNodes(message.blocks, {
          workspace,
          values: message.values,
          errors: {},
          isForm: false,
          press: (actionId, choice) =>
            void perform(client, {
              act: "press",
              place: "message",
              channel: message.channel,
              ts: message.ts,
              actionId,
              choice,
            }),
          enter: () => undefined,
        })
      : [h("div", { class: "block" }, mrkdwn(message.text, workspace))];
  const header = h(
    "header",
    {},
    h("strong", {}, name),
    (author?.isBot ?? false) && !message.isFromSlack && h("span", { class: "badge" }, "APP"),
    h("time", { datetime: at.toISOString() }, at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })),
    message.isEdited && h("span", { class: "edited" }, "(edited)"),
  );
  const items = menuItems(message, context);
  return h(
    "article",
    {
      class: `message${message.isEphemeral ? " ephemeral" : ""}`,
      "aria-label": `${name}: ${message.text.slice(0, 120)}`,
      "data-ts": message.ts,
    },
    h("div", { class: `avatar ${author?.isBot ? "bot" : ""}`, "aria-hidden": "true" }, name.slice(0, 1)),
    h(
      "div",
      { class: "body" },
      message.isEphemeral && h("p", { class: "only-you" }, "Only visible to you"),
      message.broadcast && h("p", { class: "only-you" }, "↳ replied to a thread"),
      header,
      ...content,
      ...message.files.map((file) => h("a", { class: "file", href: file.url, download: file.name }, `📄 ${file.name}`)),
      reactions(message),
      context.replies > 0 && threadButton(message, context),
    ),
    items.length > 0 && menuButton("⋮", "Message actions", items),
  );
}

function menuItems(message: MessageSnapshot, { workspace, client, openThread }: MessageContext): MenuItem[] {
  if (message.isEphemeral) return [];
  const shortcuts = workspace.messageShortcuts.map(({ name, callbackId }) => ({
    label: name,
    run: () => void perform(client, { act: "shortcut", callbackId, channel: message.channel, ts: message.ts }),
  }));
  return [
    ...(openThread ? [{ label: "Reply in thread", run: () => openThread(message.threadTs ?? message.ts) }] : []),
    ...shortcuts,
  ];
}

function threadButton(message: MessageSnapshot, { replies, openThread }: MessageContext): HTMLElement {
  return h(
    "button",
    { type: "button", class: "thread-button", onclick: () => openThread?.(message.ts) },
    `${replies} ${replies === 1 ? "reply" : "replies"}`,
  );
}

function reactions(message: MessageSnapshot): HTMLElement | undefined {
  const names = Object.entries(message.reactions);
  if (names.length === 0) return undefined;
  return h(
    "div",
    { class: "reactions" },
    ...names.map(([name, users]) => h("span", { title: `:${name}:` }, `${emojiOf(name) ?? name} ${users.length}`)),
  );
}

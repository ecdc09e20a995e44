import type { Change } from "../src/feed.ts";
import type { Client } from "./client.ts";
import { Composer } from "./composer.ts";
import { h } from "./dom.ts";
import type { MessageContext } from "./message.ts";
import type { MessageSnapshot, WorkspaceSnapshot } from "./model.ts";
import { Stream } from "./stream.ts";
import type { Tab } from "./tab.ts";

/** The messages of one channel, its composer, and the open thread beside them. */
export class ChannelTab implements Tab {
  readonly id = "messages";
  readonly label = "Messages";
  readonly panel: HTMLElement;
  readonly #client: Client;
  readonly #stream = new Stream("Messages of the channel");
  readonly #thread = new Stream("Messages of the thread");
  readonly #threadPanel: HTMLElement;
  readonly #composer: Composer;
  readonly #threadComposer: Composer;
  #workspace: WorkspaceSnapshot | undefined;
  #channel: string | undefined;
  #threadTs: string | undefined;
  #round = 0;

  constructor(client: Client) {
    this.#client = client;
    this.#composer = new Composer(client, "Message", () =>
      this.#channel === undefined ? undefined : { channel: this.#channel },
    );
    this.#threadComposer = new Composer(client, "Reply in thread", () =>
      this.#channel === undefined || this.#threadTs === undefined
        ? undefined
        : { channel: this.#channel, threadTs: this.#threadTs },
    );
    const close = h(
      "button",
      { type: "button", class: "close", "aria-label": "Close thread", onclick: () => this.#closeThread() },
      "×",
    );
    this.#threadPanel = h(
      "aside",
      { class: "thread", "aria-label": "Thread", hidden: true },
      h("header", {}, h("h2", {}, "Thread"), close),
      this.#thread.element,
      this.#threadComposer.element,
    );
    this.#threadPanel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#closeThread();
    });
    this.panel = h(
      "section",
      { class: "channel-panel" },
      h("div", { class: "channel-main" }, this.#stream.element, this.#composer.element),
      this.#threadPanel,
    );
  }

  open(): void {
    void this.#refresh();
  }

  update(workspace: WorkspaceSnapshot, change: Change | null): void {
    this.#workspace = workspace;
    this.#composer.setWorkspace(workspace);
    this.#threadComposer.setWorkspace(workspace);
    const isHere =
      change === null ||
      ((change.kind === "message" || change.kind === "ephemeral" || change.kind === "channel") &&
        change.channel === this.#channel) ||
      change.kind === "delivery";
    if (isHere) void this.#refresh();
  }

  choose(channel: string, label: string): void {
    if (channel !== this.#channel) {
      this.#channel = channel;
      this.#stream.clear();
      this.#closeThread();
    }
    this.#composer.setLabel(`Message ${label}`);
    void this.#refresh();
  }

  focus(): void {
    this.#composer.focus();
  }

  async #refresh(): Promise<void> {
    const channel = this.#channel;
    const workspace = this.#workspace;
    if (channel === undefined || !workspace) return;
    this.#round += 1;
    const round = this.#round;
    const messages = await this.#client.messages(channel);
    // A slower answer to an earlier question must not overwrite a newer one.
    if (round !== this.#round) return;
    const replies = (ts: string): number =>
      messages.filter((message) => message.threadTs === ts && message.ts !== ts).length;
    const context = (message: MessageSnapshot): MessageContext => ({
      workspace,
      client: this.#client,
      replies: replies(message.ts),
      openThread: (ts) => this.#openThread(ts),
    });
    this.#stream.show(
      messages.filter((message) => message.threadTs === null || message.threadTs === message.ts || message.broadcast),
      context,
      "Nothing here yet. Type /cost to ask what the models cost.",
    );
    if (this.#threadTs !== undefined) {
      this.#thread.show(
        messages.filter((message) => message.ts === this.#threadTs || message.threadTs === this.#threadTs),
        () => ({ workspace, client: this.#client, replies: 0 }),
        "No messages",
      );
    }
  }

  #openThread(ts: string): void {
    this.#threadTs = ts;
    this.#thread.clear();
    this.#threadPanel.hidden = false;
    void this.#refresh().then(() => this.#threadComposer.focus());
  }

  #closeThread(): void {
    if (this.#threadTs === undefined) return;
    const root = this.#threadTs;
    this.#threadTs = undefined;
    this.#threadPanel.hidden = true;
    this.#stream.element.querySelector<HTMLElement>(`[data-ts="${CSS.escape(root)}"] .thread-button`)?.focus();
  }
}

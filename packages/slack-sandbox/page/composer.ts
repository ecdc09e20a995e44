import type { Client } from "./client.ts";
import { freshId, h } from "./dom.ts";
import { perform } from "./message.ts";
import type { WorkspaceSnapshot } from "./model.ts";
import { notice } from "./popup.ts";

/** Where the composer writes: a channel, or a thread of it. */
export interface Target {
  readonly channel: string;
  readonly threadTs?: string;
}

/** The box in which one types messages, mentions and commands. Enter sends, Shift+Enter breaks the line, arrow up brings the last one back. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly #input: HTMLTextAreaElement;
  readonly #hints: HTMLElement;
  readonly #client: Client;
  readonly #target: () => Target | undefined;
  readonly #sent: string[] = [];
  #workspace: WorkspaceSnapshot | undefined;
  #recalled = 0;

  constructor(client: Client, label: string, target: () => Target | undefined) {
    this.#client = client;
    this.#target = target;
    const hints = freshId("hints");
    this.#hints = h("div", { id: hints, class: "hints", role: "status" });
    this.#input = h("textarea", {
      rows: 1,
      "aria-label": label,
      "aria-describedby": hints,
      placeholder: label,
      autocomplete: "off",
      spellcheck: "false",
    });
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("input", () => this.#suggest());
    this.element = h(
      "form",
      { class: "composer" },
      this.#hints,
      h("div", { class: "composer-row" }, this.#input, h("button", { type: "submit", class: "primary" }, "Send")),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
  }

  setWorkspace(workspace: WorkspaceSnapshot): void {
    this.#workspace = workspace;
  }

  setLabel(label: string): void {
    this.#input.setAttribute("aria-label", label);
    this.#input.placeholder = label;
  }

  focus(): void {
    this.#input.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void this.#send();
    } else if (event.key === "Tab" && !event.shiftKey && this.#suggestion() !== undefined) {
      event.preventDefault();
      this.#input.value = `${this.#suggestion()} `;
      this.#suggest();
    } else if (event.key === "ArrowUp" && (this.#input.value === "" || this.#recalled > 0)) {
      const text = this.#sent.at(-1 - this.#recalled);
      if (text === undefined) return;
      event.preventDefault();
      this.#recalled += 1;
      this.#input.value = text;
    }
  }

  /** The one command that what is typed begins. */
  #suggestion(): string | undefined {
    const typed = this.#input.value;
    const command = this.#workspace?.commands.find((each) => each.command.startsWith(typed))?.command;
    return typed.startsWith("/") && typed !== command ? command : undefined;
  }

  #suggest(): void {
    const typed = this.#input.value.split(/\s/, 1)[0] ?? "";
    const fitting = typed.startsWith("/")
      ? (this.#workspace?.commands ?? []).filter((each) => each.command.startsWith(typed))
      : [];
    this.#hints.replaceChildren(
      ...fitting.map((each) =>
        h("p", {}, h("strong", {}, `${each.command} ${each.usageHint}`.trim()), ` ${each.description}`),
      ),
    );
  }

  async #send(): Promise<void> {
    const text = this.#input.value.trim();
    const target = this.#target();
    if (text === "" || !target) return;
    if (text.startsWith("/") && target.threadTs !== undefined) {
      notice("Slash commands do not work in threads. Mention the app instead.");
      return;
    }
    this.#input.value = "";
    this.#recalled = 0;
    this.#sent.push(text);
    this.#suggest();
    await perform(
      this.#client,
      text.startsWith("/") ? { act: "command", channel: target.channel, text } : { act: "say", text, ...target },
    );
  }
}

import type { Change } from "../src/feed.ts";
import { blockNodes } from "./block.ts";
import type { Client } from "./client.ts";
import { h } from "./dom.ts";
import { perform } from "./message.ts";
import type { WorkspaceSnapshot } from "./model.ts";
import type { Tab } from "./tab.ts";

/** The app's Home, as the app publishes it for this person. */
export class HomeTab implements Tab {
  readonly id = "home";
  readonly label = "App Home";
  readonly panel = h("section", { class: "home-panel" });
  readonly #client: Client;
  #workspace: WorkspaceSnapshot | undefined;
  #shown = "";

  constructor(client: Client) {
    this.#client = client;
  }

  open(): void {
    void perform(this.#client, { act: "home" }).then(() => this.#refresh());
  }

  update(workspace: WorkspaceSnapshot, change: Change | null): void {
    this.#workspace = workspace;
    if (change === null || (change.kind === "home" && change.user === this.#client.user)) void this.#refresh();
  }

  async #refresh(): Promise<void> {
    const workspace = this.#workspace;
    if (!workspace) return;
    const view = await this.#client.home();
    const spelled = JSON.stringify(view);
    if (spelled === this.#shown) return;
    this.#shown = spelled;
    if (!view) {
      this.panel.replaceChildren(h("p", { class: "empty" }, `${workspace.app.name} has published nothing here yet.`));
      return;
    }
    const focused = this.panel.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-action")
      : undefined;
    const blocks = blockNodes(view.blocks, {
      workspace,
      values: view.values,
      errors: {},
      isForm: false,
      press: (actionId, choice) => void perform(this.#client, { act: "press", place: "home", actionId, choice }),
      enter: () => undefined,
    });
    this.panel.replaceChildren(...blocks);
    if (focused) this.panel.querySelector<HTMLElement>(`[data-action="${CSS.escape(focused)}"]`)?.focus();
  }
}

import { byId, h } from "./dom.ts";
import type { WorkspaceSnapshot } from "./model.ts";

/** The list of channels and who sits at the page. On a narrow page it is behind a button. */
export class Sidebar {
  readonly #channels = byId("channels");
  readonly #person = byId("person");
  readonly #toggle = byId("toggle-sidebar");
  readonly #unread = new Set<string>();
  readonly #choose: (channel: string) => void;
  #chosen: string | undefined;

  constructor(choose: (channel: string) => void, become: (user: string) => void) {
    this.#choose = choose;
    this.#toggle.addEventListener("click", () => this.#open(!document.body.classList.contains("sidebar-open")));
    this.#person.addEventListener(
      "change",
      (event) => event.target instanceof HTMLSelectElement && become(event.target.value),
    );
    byId("sidebar").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#open(false);
    });
  }

  /** Something was said in a channel that is not in sight. */
  markUnread(channel: string): void {
    if (channel !== this.#chosen) this.#unread.add(channel);
  }

  show(workspace: WorkspaceSnapshot, user: string, chosen: string | undefined): void {
    this.#chosen = chosen;
    if (chosen !== undefined) this.#unread.delete(chosen);
    byId("team").textContent = workspace.team;
    const isConnected = workspace.app.connected;
    byId("connection").textContent = isConnected
      ? `${workspace.app.name} is connected`
      : `${workspace.app.name} is not connected`;
    byId("connection").className = isConnected ? "connected" : "";
    const focused = document.activeElement?.getAttribute("data-channel");
    this.#channels.replaceChildren(
      ...workspace.channels.map((channel) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              "data-channel": channel.id,
              "aria-current": channel.id === chosen ? "page" : undefined,
              class: this.#unread.has(channel.id) ? "unread" : undefined,
              onclick: () => {
                this.#open(false);
                this.#choose(channel.id);
              },
            },
            `${channel.isDirect ? "● " : "# "}${channel.name}${channel.archived ? " (archived)" : ""}`,
            this.#unread.has(channel.id) && h("span", { class: "dot", "aria-label": "new messages" }, "•"),
          ),
        ),
      ),
    );
    if (focused) this.#channels.querySelector<HTMLElement>(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
    this.#person.replaceChildren(
      ...workspace.users
        .filter((each) => !each.isBot)
        .map((each) => h("option", { value: each.id, selected: each.id === user }, each.realName)),
    );
  }

  #open(isOpen: boolean): void {
    document.body.classList.toggle("sidebar-open", isOpen);
    this.#toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.#channels.querySelector("button")?.focus();
    else if (byId("sidebar").contains(document.activeElement)) this.#toggle.focus();
  }
}

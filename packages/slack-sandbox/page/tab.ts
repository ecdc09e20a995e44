import type { Change } from "../src/feed.ts";
import { h } from "./dom.ts";
import type { WorkspaceSnapshot } from "./model.ts";

/** One tab of the page. A new one is added to the list in `main.ts`. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly panel: HTMLElement;
  /** Called when the tab is chosen. */
  open(): void;
  /** Called after each change while the page is open, chosen or not. */
  update(workspace: WorkspaceSnapshot, change: Change | null): void;
}

/** The bar of tabs: arrows move between them, as the ARIA pattern for tabs has it. */
export class TabBar {
  readonly element = h("div", { role: "tablist", class: "tabs", "aria-label": "Views" });
  readonly #tabs: readonly Tab[];
  #chosen: Tab | undefined;

  constructor(tabs: readonly Tab[], panels: HTMLElement) {
    this.#tabs = tabs;
    for (const tab of tabs) {
      const button = h(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${tab.id}`,
          "aria-controls": `panel-${tab.id}`,
          onclick: () => this.choose(tab.id),
        },
        tab.label,
      );
      tab.panel.id = `panel-${tab.id}`;
      tab.panel.setAttribute("role", "tabpanel");
      tab.panel.setAttribute("aria-labelledby", button.id);
      this.element.append(button);
      panels.append(tab.panel);
    }
    this.element.addEventListener("keydown", (event) => this.#key(event));
    const [first] = tabs;
    if (first) this.choose(first.id);
  }

  get chosen(): string | undefined {
    return this.#chosen?.id;
  }

  choose(id: string): void {
    const tab = this.#tabs.find((each) => each.id === id);
    if (!tab || tab === this.#chosen) return;
    this.#chosen = tab;
    this.#tabs.forEach((each, index) => {
      const button = this.element.children[index];
      each.panel.hidden = each !== tab;
      button?.setAttribute("aria-selected", String(each === tab));
      button?.setAttribute("tabindex", each === tab ? "0" : "-1");
    });
    tab.open();
  }

  #key(event: KeyboardEvent): void {
    const at = this.#tabs.findIndex((each) => each === this.#chosen);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    this.choose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  }
}

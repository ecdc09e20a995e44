import { objectIn } from "../src/json.ts";
import { blockNodes } from "./block.ts";
import type { Client } from "./client.ts";
import { freshId, h } from "./dom.ts";
import { perform } from "./message.ts";
import type { Choice, ViewSnapshot, WorkspaceSnapshot } from "./model.ts";
import { plainOf } from "./text.ts";

/** The modal on top of a person's stack, in a dialog that keeps the focus and closes with Esc. */
export class Modal {
  readonly #client: Client;
  readonly #entries = new Map<string, Choice>();
  #dialog: HTMLDialogElement | undefined;
  #shown: string | undefined;
  #viewId: string | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Shows this view, or with `null` closes. An update keeps what was entered. */
  show(view: ViewSnapshot | null, workspace: WorkspaceSnapshot): void {
    const spelled = JSON.stringify(view);
    if (spelled === this.#shown) return;
    this.#shown = spelled;
    if (!view) {
      const dialog = this.#dialog;
      this.#dialog = undefined;
      dialog?.close();
      dialog?.remove();
      this.#entries.clear();
      return;
    }
    if (view.id !== this.#viewId) this.#entries.clear();
    const isUpdate = view.id === this.#viewId;
    this.#viewId = view.id;
    const dialog = this.#dialog ?? this.#open();
    const focused = document.activeElement?.getAttribute("data-action");
    dialog.replaceChildren(this.#content(view, workspace));
    const first =
      dialog.querySelector<HTMLElement>("[aria-invalid=true]") ??
      (isUpdate && focused ? dialog.querySelector<HTMLElement>(`[data-action="${CSS.escape(focused)}"]`) : undefined);
    (
      first ??
      dialog.querySelector<HTMLElement>(
        ".modal-body input, .modal-body select, .modal-body textarea, .modal-body button",
      ) ??
      dialog.querySelector("button")
    )?.focus();
  }

  #open(): HTMLDialogElement {
    const dialog = h("dialog", { class: "modal" });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      void perform(this.#client, { act: "close" });
    });
    // A browser may close a dialog on a second Esc whatever the page says; the app is told then, too.
    dialog.addEventListener("close", () => {
      if (this.#dialog !== dialog) return;
      this.#dialog = undefined;
      dialog.remove();
      void perform(this.#client, { act: "close" });
    });
    document.body.append(dialog);
    dialog.showModal();
    this.#dialog = dialog;
    return dialog;
  }

  #content(view: ViewSnapshot, workspace: WorkspaceSnapshot): HTMLElement {
    const title = freshId("modal");
    this.#dialog?.setAttribute("aria-labelledby", title);
    const close = (): void => void perform(this.#client, { act: "close" });
    const submit = objectIn(view.payload, "submit");
    const body = h(
      "div",
      { class: "modal-body" },
      ...blockNodes(view.blocks, {
        workspace,
        values: view.values,
        errors: view.errors,
        isForm: true,
        press: (actionId, choice) => void perform(this.#client, { act: "press", place: "modal", actionId, choice }),
        enter: (actionId, choice) => this.#entries.set(actionId, choice),
      }),
    );
    const form = h(
      "form",
      { novalidate: true },
      h(
        "header",
        {},
        h("h2", { id: title }, plainOf(objectIn(view.payload, "title"))),
        h("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }, "×"),
      ),
      body,
      h(
        "footer",
        { class: "dialog-actions" },
        h("button", { type: "button", onclick: close }, plainOf(objectIn(view.payload, "close")) || "Cancel"),
        submit && h("button", { type: "submit", class: "primary" }, plainOf(submit)),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement)
        document.activeElement.dispatchEvent(new Event("change", { bubbles: false }));
      void perform(this.#client, { act: "submit", entries: Object.fromEntries(this.#entries) });
    });
    return form;
  }
}

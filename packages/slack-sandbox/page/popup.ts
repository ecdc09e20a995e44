import { freshId, h } from "./dom.ts";

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

/** A button that opens a menu: arrows move, Enter picks, Esc closes and gives the focus back. */
export function menuButton(label: string, name: string, items: readonly MenuItem[]): HTMLElement {
  const id = freshId("menu");
  const menu = h("ul", { id, role: "menu", class: "menu", hidden: true });
  const button = h(
    "button",
    {
      type: "button",
      class: "menu-button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": name,
      title: name,
    },
    label,
  );
  const wrapper = h("span", { class: "menu-holder" }, button, menu);
  const entries = items.map((item) =>
    h(
      "li",
      { role: "none" },
      h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => pick(item) }, item.label),
    ),
  );
  menu.append(...entries);
  const buttons = (): HTMLButtonElement[] => [...menu.querySelectorAll("button")];
  const show = (shown: boolean, focus: number | "button" | undefined): void => {
    menu.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
    if (focus === "button") button.focus();
    else if (focus !== undefined) buttons().at(focus)?.focus();
  };
  const pick = (item: MenuItem): void => {
    show(false, "button");
    item.run();
  };
  button.addEventListener("click", () => show(menu.hidden === true, menu.hidden ? 0 : "button"));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    show(true, event.key === "ArrowDown" ? 0 : -1);
  });
  menu.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = all.findIndex((each) => each === document.activeElement);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[next]?.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      show(false, "button");
    } else if (event.key === "Tab") show(false, undefined);
  });
  wrapper.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node) || !wrapper.contains(event.relatedTarget)) show(false, undefined);
  });
  return wrapper;
}

/** Asks as Slack's confirmation object does. @returns true when confirmed */
export function confirmed(texts: {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
  readonly isDanger: boolean;
}): Promise<boolean> {
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const deny = h("button", { type: "button", onclick: () => done(false) }, texts.deny);
    const confirm = h(
      "button",
      { type: "button", class: texts.isDanger ? "danger" : "primary", onclick: () => done(true) },
      texts.confirm,
    );
    const dialog = h(
      "dialog",
      { class: "confirm", "aria-labelledby": title },
      h("h2", { id: title }, texts.title),
      h("p", {}, texts.text),
      h("div", { class: "dialog-actions" }, deny, confirm),
    );
    const done = (answer: boolean): void => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    deny.focus();
  });
}

/** Says something to whoever sits at the page, in sight and to a screen reader. */
export function notice(text: string): void {
  const place = document.getElementById("notices");
  if (!place) return;
  const entry = h(
    "div",
    { class: "notice" },
    h("span", {}, text),
    h("button", { type: "button", "aria-label": "Dismiss", onclick: () => entry.remove() }, "×"),
  );
  place.append(entry);
  setTimeout(() => entry.remove(), 12_000);
}

import { h } from "./dom.ts";
import { messageNode, type MessageContext } from "./message.ts";
import type { MessageSnapshot } from "./model.ts";

/** A list of messages that redraws only what has changed, keeps the focus, and stays at its end when it was there. */
export class Stream {
  readonly element: HTMLElement;
  readonly #drawn = new Map<string, { readonly spelled: string; readonly node: HTMLElement }>();

  constructor(label: string) {
    this.element = h("div", { class: "stream", role: "log", "aria-label": label, tabindex: 0 });
  }

  clear(): void {
    this.#drawn.clear();
    this.element.replaceChildren();
  }

  show(
    messages: readonly MessageSnapshot[],
    context: (message: MessageSnapshot) => MessageContext,
    empty: string,
  ): void {
    const { element } = this;
    const wasAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
    // What is for the viewer alone answers what they have just done: it is shown wherever they are.
    const last = messages.at(-1);
    const isAnswer = last?.isEphemeral === true && !this.#drawn.has(last.ts);
    const focused = document.activeElement;
    const owner = focused?.closest<HTMLElement>("[data-ts]")?.dataset["ts"];
    const action = focused?.closest("[data-action]")?.getAttribute("data-action");
    const nodes = messages.map((message) => {
      const own = context(message);
      const spelled = JSON.stringify([message, own.replies]);
      const known = this.#drawn.get(message.ts);
      if (known?.spelled === spelled) return known.node;
      const node = messageNode(message, own);
      this.#drawn.set(message.ts, { spelled, node });
      return node;
    });
    const now = [...element.children];
    if (nodes.length === 0) element.replaceChildren(h("p", { class: "empty" }, empty));
    else if (nodes.length !== now.length || nodes.some((node, index) => node !== now[index])) place(element, nodes);
    if (owner !== undefined && action && !document.contains(focused)) {
      element
        .querySelector<HTMLElement>(`[data-ts="${CSS.escape(owner)}"] [data-action="${CSS.escape(action)}"]`)
        ?.focus();
    }
    // An answer taller than the window is read from its top.
    const newest = nodes.at(-1);
    if (wasAtEnd || isAnswer) {
      newest?.scrollIntoView({ block: newest.offsetHeight > element.clientHeight ? "start" : "end" });
    }
  }
}

/** Puts the nodes in order without moving those that stand right, which would lose the focus within. */
function place(parent: HTMLElement, nodes: readonly HTMLElement[]): void {
  const wanted = new Set<Element>(nodes);
  for (const child of Array.from(parent.children)) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    const at = parent.children[index];
    if (at !== node) parent.insertBefore(node, at ?? null);
  });
}

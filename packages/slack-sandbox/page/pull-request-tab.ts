import type { Client } from "./client.ts";
import { freshId, h } from "./dom.ts";
import { markdownNode } from "./markdown.ts";
import type { PullRequestSample } from "./model.ts";
import type { Tab } from "./tab.ts";

const POLICY = { pass: "The check passes", warn: "The check passes, with a warning", fail: "The check fails" } as const;

/** Pick or paste a diff, and see what the action would say of it before it is installed. */
export class PullRequestTab implements Tab {
  readonly id = "pull-request";
  readonly label = "Pull request";
  readonly panel = h("section", { class: "pull-request-panel" });
  readonly #client: Client;
  readonly #diff: HTMLTextAreaElement;
  readonly #result = h("div", { class: "pull-request-result", "aria-live": "polite" });
  readonly #picks = new Map<HTMLElement, string>();
  #last = 0;

  constructor(client: Client, samples: readonly PullRequestSample[]) {
    this.#client = client;
    const id = freshId("diff");
    this.#diff = h("textarea", { id, rows: 14, spellcheck: "false", placeholder: "diff --git a/app.py b/app.py …" });
    const pick = samples.map(({ name, diff }) => {
      const button = h("button", { type: "button", onclick: () => this.#choose(diff) }, name);
      this.#picks.set(button, diff);
      return button;
    });
    this.#diff.addEventListener("input", () => this.#showPick());
    this.panel.append(
      h("p", { class: "note" }, "Pick a change of the example application, or paste a unified diff of your own."),
      h("div", { class: "pull-request-samples", role: "group", "aria-label": "Changes to pick" }, ...pick),
      h("label", { for: id }, "Diff"),
      this.#diff,
      h("button", { type: "button", class: "primary", onclick: () => void this.#estimate() }, "Estimate"),
      this.#result,
    );
    const [first] = samples;
    if (first) this.#diff.value = first.diff;
    this.#showPick();
  }

  /** The change that stands in the field is marked; one that somebody has edited is none of them. */
  #showPick(): void {
    for (const [button, diff] of this.#picks) button.setAttribute("aria-pressed", String(diff === this.#diff.value));
  }

  open(): void {
    if (this.#diff.value !== "" && this.#last === 0) void this.#estimate();
  }

  /** Nothing here depends on the workspace. */
  update(): void {}

  #choose(diff: string): void {
    this.#diff.value = diff;
    this.#showPick();
    void this.#estimate();
  }

  async #estimate(): Promise<void> {
    this.#last += 1;
    const turn = this.#last;
    this.#result.setAttribute("aria-busy", "true");
    const answer = await this.#client.pullRequest(this.#diff.value);
    // A later question's answer stands, whichever comes last.
    if (turn !== this.#last) return;
    this.#result.removeAttribute("aria-busy");
    if ("problem" in answer) {
      this.#result.replaceChildren(h("p", { class: "problem", role: "alert" }, answer.problem));
      return;
    }
    this.#result.replaceChildren(
      h("p", { class: `check check-${answer.policy}` }, POLICY[answer.policy]),
      markdownNode(answer.markdown),
    );
  }
}

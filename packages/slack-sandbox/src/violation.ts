import { RunrateError } from "@runrate/core";
import type { Feed, Violation } from "./feed.ts";

/** Rules of Slack's that the app broke. A test ends with `throwIfAny`. */
export class Violations {
  readonly #all: Violation[] = [];
  readonly #feed: Feed;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  record(violation: Violation): void {
    this.#all.push(violation);
    this.#feed.tell({ kind: "violation", message: violation.message });
  }

  all(): readonly Violation[] {
    return [...this.#all];
  }

  /** The violations so far; they count no longer. For tests that break a rule on purpose. */
  take(): readonly Violation[] {
    return this.#all.splice(0);
  }

  /** @throws RunrateError `sandbox_violation` that lists them */
  throwIfAny(): void {
    if (this.#all.length === 0) return;
    throw new RunrateError(
      "sandbox_violation",
      `the app broke ${this.#all.length} of Slack's rules:\n${this.#all.map((each) => `- ${each.message}`).join("\n")}`,
      {
        violations: this.#all,
      },
    );
  }
}

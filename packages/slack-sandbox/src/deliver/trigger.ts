import type { SandboxClock } from "../clock.ts";
import type { Ids } from "../state/id.ts";

/** docs.slack.dev/interactivity/handling-user-interaction: a trigger id "will expire 3 seconds after you receive it". */
export const triggerLifeMs = 3_000;

export type TriggerUse =
  | { readonly kind: "ok"; readonly user: string }
  | { readonly kind: "error"; readonly error: "invalid_trigger_id" | "expired_trigger_id" | "exchanged_trigger_id" };

interface Trigger {
  readonly user: string;
  readonly expiresAt: number;
  used: boolean;
}

/** Trigger ids: each opens one view, within 3 seconds. */
export class Triggers {
  readonly #triggers = new Map<string, Trigger>();
  readonly #clock: SandboxClock;
  readonly #ids: Ids;

  constructor(clock: SandboxClock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  issue(user: string): string {
    const id = `${this.#ids.ts()}.${this.#ids.next("")}`;
    this.#triggers.set(id, { user, expiresAt: this.#clock.now() + triggerLifeMs, used: false });
    return id;
  }

  use(id: string): TriggerUse {
    const trigger = this.#triggers.get(id);
    if (!trigger) return { kind: "error", error: "invalid_trigger_id" };
    if (trigger.used) return { kind: "error", error: "exchanged_trigger_id" };
    if (this.#clock.now() > trigger.expiresAt) return { kind: "error", error: "expired_trigger_id" };
    trigger.used = true;
    return { kind: "ok", user: trigger.user };
  }
}

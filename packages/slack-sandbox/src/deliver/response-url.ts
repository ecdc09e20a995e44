import type { SandboxClock } from "../clock.ts";
import type { Ids } from "../state/id.ts";

/** docs.slack.dev/interactivity/handling-user-interaction: "up to 5 times within 30 minutes". */
export const responseUrlLifeMs = 30 * 60_000;
export const responseUrlUses = 5;

/** Whom a response URL answers, where, and the message it came from. */
export interface ResponseTarget {
  readonly user: string;
  readonly channel: string;
  /** The message whose button was pressed, if there was one. */
  readonly messageTs: string | undefined;
}

export type ResponseUse =
  | { readonly kind: "ok"; readonly target: ResponseTarget }
  | { readonly kind: "error"; readonly error: "expired_url" | "used_url" | "invalid_url" };

interface Issued {
  readonly target: ResponseTarget;
  readonly expiresAt: number;
  used: number;
}

export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();
  readonly #clock: SandboxClock;
  readonly #ids: Ids;

  constructor(clock: SandboxClock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** @returns the last part of the URL's path */
  issue(target: ResponseTarget): string {
    const id = this.#ids.next("R");
    this.#issued.set(id, { target, expiresAt: this.#clock.now() + responseUrlLifeMs, used: 0 });
    return id;
  }

  use(id: string): ResponseUse {
    const issued = this.#issued.get(id);
    if (!issued) return { kind: "error", error: "invalid_url" };
    if (this.#clock.now() > issued.expiresAt) return { kind: "error", error: "expired_url" };
    if (issued.used >= responseUrlUses) return { kind: "error", error: "used_url" };
    issued.used += 1;
    return { kind: "ok", target: issued.target };
  }
}

import type { SandboxClock } from "./clock.ts";

/** Calls a minute of each tier: docs.slack.dev/apis/web-api/rate-limits ("1+", "20+", "50+", "100+ per minute"). */
export const callsPerMinute = { tier1: 1, tier2: 20, tier3: 50, tier4: 100 } as const;
export type Tier = keyof typeof callsPerMinute;

/** What a method may be called: a tier, one message a second in each channel, or several hundred a minute. */
export type RateRule = Tier | "message_per_channel" | "special";

const specialPerMinute = 300;

/** Counts calls in sliding windows. */
export class RateLimits {
  readonly #calls = new Map<string, number[]>();
  readonly #clock: SandboxClock;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Counts one call. @returns whole seconds to wait when the limit is passed; such a call is not counted */
  count(method: string, rule: RateRule, channel: string | undefined): number | undefined {
    const perChannel = rule === "message_per_channel";
    const [most, windowMs] = perChannel
      ? [1, 1_000]
      : [rule === "special" ? specialPerMinute : callsPerMinute[rule], 60_000];
    const key = perChannel ? `${method} ${channel ?? ""}` : method;
    const now = this.#clock.now();
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - windowMs);
    const [oldest] = recent;
    if (recent.length >= most && oldest !== undefined) {
      this.#calls.set(key, recent);
      return Math.max(1, Math.ceil((oldest + windowMs - now) / 1_000));
    }
    this.#calls.set(key, [...recent, now]);
    return undefined;
  }
}

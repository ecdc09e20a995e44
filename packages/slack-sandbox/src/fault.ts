import { type JsonObject, stringIn } from "./json.ts";

/** What goes wrong with a call. */
export type Fault =
  /** HTTP 200 with `ok: false`, and the method does nothing. */
  | { readonly kind: "error"; readonly error: string }
  /** HTTP 429 with `Retry-After`. */
  | { readonly kind: "rate_limited"; readonly retryAfterSeconds: number }
  /** An HTTP answer that is none of Slack's, such as a gateway's 503. */
  | { readonly kind: "http"; readonly status: number }
  /** The connection breaks before the method ran. */
  | { readonly kind: "dropped_before" }
  /** The method runs, then the connection breaks: the app cannot know that it did. */
  | { readonly kind: "dropped_after" }
  /** The answer comes late, by the machine's time. */
  | { readonly kind: "delayed"; readonly milliseconds: number };

/** Which calls a fault meets. */
export interface FaultFor {
  /** A method, or `*` for all. */
  readonly method: string;
  readonly channel?: string;
  /** How many calls; 1 by default, `Infinity` until it is taken back. */
  readonly times?: number;
  /** Calls that pass first. */
  readonly after?: number;
}

interface Planned extends FaultFor {
  readonly fault: Fault;
  left: number;
  pass: number;
}

/** Faults on demand, each for a number of calls. */
export class Faults {
  readonly #planned = new Set<Planned>();

  /** @returns a handle whose disposal takes the fault back */
  plan(target: FaultFor, fault: Fault): Disposable {
    const planned: Planned = { ...target, fault, left: target.times ?? 1, pass: target.after ?? 0 };
    this.#planned.add(planned);
    return { [Symbol.dispose]: () => void this.#planned.delete(planned) };
  }

  /** The fault this call meets, counted as used. */
  take(method: string, args: JsonObject): Fault | undefined {
    for (const planned of this.#planned) {
      if (planned.method !== "*" && planned.method !== method) continue;
      if (planned.channel !== undefined && stringIn(args, "channel") !== planned.channel) continue;
      if (planned.pass > 0) {
        planned.pass -= 1;
        continue;
      }
      planned.left -= 1;
      if (planned.left <= 0) this.#planned.delete(planned);
      return planned.fault;
    }
    return undefined;
  }
}

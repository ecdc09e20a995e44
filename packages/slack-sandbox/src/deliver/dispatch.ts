import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { type Delivery, type DeliveryKind, type DeliveryOptions, type Outcome, retryAfterMs } from "./delivery.ts";
import type { Transport } from "./transport.ts";

interface Held extends Delivery {
  readonly outcomes: Outcome[];
  outcome: Outcome;
}

/** Sends payloads to the app and remembers what came of each. Events are sent again when they fail, the rest never. */
export class Dispatch {
  readonly #world: World;
  readonly #transport: Transport;
  readonly #deliveries: Held[] = [];

  constructor(world: World, transport: Transport) {
    this.#world = world;
    this.#transport = transport;
  }

  /** Every delivery so far, oldest first. */
  all(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Sends once and waits for the outcome of that attempt; an event that fails is sent again later, on the sandbox's clock. */
  async send(kind: DeliveryKind, payload: JsonObject, options: DeliveryOptions = {}): Promise<Delivery> {
    const outcome = await this.#transport.send(kind, payload, options);
    const delivery: Held = { id: this.#world.workspace.ids.next("d"), kind, payload, outcomes: [outcome], outcome };
    this.#deliveries.push(delivery);
    this.#world.feed.tell({ kind: "delivery", id: delivery.id });
    if (kind === "events_api" && options.retry === undefined) this.#retry(delivery, 0);
    return delivery;
  }

  /** The same payload once more, newly signed: a duplicate, as Slack sends when it missed the answer. */
  async repeat(delivery: Delivery, options: DeliveryOptions = {}): Promise<Delivery> {
    return this.send(delivery.kind, delivery.payload, { retry: { number: 1, reason: "http_timeout" }, ...options });
  }

  #retry(delivery: Held, attempt: number): void {
    const wait = retryAfterMs[attempt];
    if (delivery.outcome.kind === "acknowledged" || wait === undefined) return;
    const reason = reasonOf(delivery.outcome);
    this.#world.clock.after(wait, () => {
      void this.#transport
        .send(delivery.kind, delivery.payload, { retry: { number: attempt + 1, reason } })
        .then((outcome) => {
          delivery.outcomes.push(outcome);
          delivery.outcome = outcome;
          this.#world.feed.tell({ kind: "delivery", id: delivery.id });
          this.#retry(delivery, attempt + 1);
        });
    });
  }
}

/** docs.slack.dev/apis/events-api#retries, `x-slack-retry-reason`. */
function reasonOf(outcome: Outcome): string {
  if (outcome.kind === "operation_timeout") return "http_timeout";
  return outcome.kind === "unreachable" ? "connection_failed" : "http_error";
}

import type { Json, JsonObject } from "../json.ts";

export type DeliveryKind = "slash_commands" | "interactive" | "events_api";

/** What came of one attempt. */
export type Outcome =
  /** The app answered in time; `response` is what it said (an ack's body), undefined when nothing. */
  | { readonly kind: "acknowledged"; readonly response: Json | undefined }
  /** No answer within 3 seconds: what the user sees as `operation_timeout`. */
  | { readonly kind: "operation_timeout" }
  /** The app answered with an HTTP error, such as 401 for a signature it does not trust. */
  | { readonly kind: "refused"; readonly status: number }
  /** Nothing listens there. */
  | { readonly kind: "unreachable"; readonly reason: string };

/** One thing sent to the app, with each attempt's outcome. */
export interface Delivery {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly payload: JsonObject;
  /** One for each attempt, in order. */
  readonly outcomes: readonly Outcome[];
  /** The latest. */
  readonly outcome: Outcome;
}

/** Bends of one delivery. */
export interface DeliveryOptions {
  /** Added to the signature's timestamp, in seconds: -301 is stale, -299 is not. */
  readonly timestampOffsetSeconds?: number;
  /** Signs with another secret. */
  readonly signingSecret?: string;
  /** As a repeat: sets `x-slack-retry-num` and `x-slack-retry-reason`. */
  readonly retry?: { readonly number: number; readonly reason: string };
}

/** The 3 seconds in which Slack wants an answer: docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response. */
export const ackMs = 3_000;

/** After a failed event: at once, after 1 minute, after 5 minutes. docs.slack.dev/apis/events-api#retries */
export const retryAfterMs = [0, 60_000, 300_000] as const;

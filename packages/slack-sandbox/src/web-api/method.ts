import type { JsonObject } from "../json.ts";
import type { RateRule } from "../rate-limit.ts";
import type { World } from "../world.ts";

/** What a method answers: Slack sends both with HTTP 200. */
export type Answer =
  | { readonly kind: "ok"; readonly body: JsonObject }
  | { readonly kind: "error"; readonly error: string; readonly messages?: readonly string[] };

/** One method of the Web API. `args` fit the method's shape; what they name may still not exist. */
export interface Method {
  readonly name: string;
  /** Any one of these bot scopes is enough; an empty list needs none. */
  readonly scopes: readonly string[];
  readonly rate: RateRule;
  readonly token: "bot" | "app";
  answer(world: World, args: JsonObject): Answer;
}

export const ok = (body: JsonObject = {}): Answer => ({ kind: "ok", body });
export const fail = (error: string, messages?: readonly string[]): Answer => ({
  kind: "error",
  error,
  ...(messages ? { messages } : {}),
});

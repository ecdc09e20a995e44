import { RunrateError } from "@runrate/core";
import { changeRequests } from "./change-requests.ts";

export interface ClientCaps {
  /** Most tokens that a call may write: `max_completion_tokens`, or `max_output_tokens` of a response. */
  readonly maxCompletionTokens?: number;
  /** Most tokens of its thread that a run may read: `max_prompt_tokens`. */
  readonly maxPromptTokens?: number;
}

/** A client whose calls are capped; a call that sets a lower cap itself keeps it. @throws RunrateError `bad_count` */
export function capClient<Client extends object>(client: Client, caps: ClientCaps): Client {
  for (const [name, cap] of Object.entries(caps)) {
    if (cap === undefined || (Number.isSafeInteger(cap) && cap > 0)) continue;
    throw new RunrateError("bad_count", `${name} is ${cap}: a cap is a whole number of tokens above 0`, {
      hint: "Leave it away for no cap.",
    });
  }
  return changeRequests(client, (body, path) => {
    const lower = (name: string, cap: number | undefined) => {
      const own = body[name];
      return cap === undefined || (typeof own === "number" && own <= cap) ? {} : { [name]: cap };
    };
    const { maxCompletionTokens: output, maxPromptTokens: prompt } = caps;
    if (path.endsWith("/chat/completions")) {
      // The older name is another name of the same cap; both together are refused.
      return { ...body, ...lower("max_tokens" in body ? "max_tokens" : "max_completion_tokens", output) };
    }
    if (path.endsWith("/responses")) return { ...body, ...lower("max_output_tokens", output) };
    if (path.endsWith("/runs")) {
      return { ...body, ...lower("max_completion_tokens", output), ...lower("max_prompt_tokens", prompt) };
    }
    return body;
  });
}

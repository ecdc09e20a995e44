import { withoutZeros, type UsageSource } from "./usage-source.ts";

/**
 * A run of OpenAI's Assistants API (shut down on 2026-08-26; Azure's agent service still speaks it): `prompt_tokens` includes
 * the cached ones of `prompt_token_details`, the singular being this API's own; `completion_tokens` includes reasoning.
 * Code interpreter sessions and storage are billed beside it and are not in the object.
 */
export const openaiAssistants: UsageSource = {
  name: "openai-assistants",
  fits: (body) =>
    body.has("prompt_tokens") &&
    (body.has("prompt_token_details", "cached_tokens") || body.has("completion_token_details", "reasoning_tokens")),
  read: (body) => ({
    usage: withoutZeros({
      inputTokens: body.count("prompt_tokens"),
      cachedInputTokens: body.count("prompt_token_details", "cached_tokens"),
      outputTokens: body.count("completion_tokens"),
      reasoningTokens: body.count("completion_token_details", "reasoning_tokens"),
    }),
  }),
};

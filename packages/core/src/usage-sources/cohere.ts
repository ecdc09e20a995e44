import { withoutZeros, type UsageSource } from "./usage-source.ts";

/** Cohere: `billed_units` is what is billed; `tokens` is what the model saw, with the provider's own additions, and is not. */
export const cohere: UsageSource = {
  name: "cohere",
  fits: (body) => body.has("billed_units", "input_tokens") || body.has("billed_units", "output_tokens"),
  read(body) {
    body.count("tokens", "input_tokens");
    body.count("tokens", "output_tokens");
    const cached = body.count("cached_tokens");
    const input = body.count("billed_units", "input_tokens") + body.count("billed_units", "image_tokens");
    return {
      usage: withoutZeros({
        inputTokens: input,
        cachedInputTokens: Math.min(cached, input),
        inputImageTokens: body.count("billed_units", "image_tokens"),
        outputTokens: body.count("billed_units", "output_tokens"),
      }),
    };
  },
};

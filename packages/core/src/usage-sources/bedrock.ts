import { withoutZeros, type UsageSource } from "./usage-source.ts";

/**
 * Amazon Bedrock's Converse: `inputTokens` leaves out what was read from and written to the cache; input is the sum of the three.
 * Older answers say `cacheReadInputTokenCount` beside `cacheReadInputTokens`: one number under two names. `outputTokens`
 * includes reasoning, which is not told apart.
 */
export const bedrock: UsageSource = {
  name: "bedrock",
  fits: (body) => body.has("inputTokens"),
  read(body) {
    const cached = Math.max(body.count("cacheReadInputTokens"), body.count("cacheReadInputTokenCount"));
    const writes = Math.max(body.count("cacheWriteInputTokens"), body.count("cacheWriteInputTokenCount"));
    const in1h = body
      .list("cacheDetails")
      .reduce(
        (sum, { ttl, inputTokens }) => (ttl === "1h" && typeof inputTokens === "number" ? sum + inputTokens : sum),
        0,
      );
    return {
      usage: withoutZeros({
        inputTokens: body.count("inputTokens") + cached + writes,
        cachedInputTokens: cached,
        cacheWriteTokens: writes,
        cacheWrite1hTokens: in1h,
        outputTokens: body.count("outputTokens"),
      }),
    };
  },
};

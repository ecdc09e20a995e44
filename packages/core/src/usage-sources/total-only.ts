import { withoutZeros, type UsageSource } from "./usage-source.ts";

/** Embeddings of Voyage AI and others: a total alone, all of it input. */
export const totalOnly: UsageSource = {
  name: "total-only",
  fits: (body) => body.has("total_tokens"),
  read: (body) => ({ usage: withoutZeros({ inputTokens: body.count("total_tokens"), outputTokens: 0 }) }),
};

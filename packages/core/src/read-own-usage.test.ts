import { expect, it } from "vitest";
import { readOwnUsage } from "./read-own-usage.ts";

const code = (usage: unknown) => {
  const read = readOwnUsage(usage);
  return read.kind === "usage" ? read.usage : read.code;
};

it("reads every count of its form", () => {
  expect(
    code({
      input_tokens: 10,
      cached_input_tokens: 4,
      cache_write_12h_tokens: 2,
      output_tokens: 3,
      reasoning_tokens: 1,
      web_searches: 1,
      storage_gb_days: 0.1,
    }),
  ).toEqual({
    inputTokens: 10,
    cachedInputTokens: 4,
    cacheWrite12hTokens: 2,
    outputTokens: 3,
    reasoningTokens: 1,
    webSearches: 1,
    storageGbDays: "0.1",
  });
  expect(code({})).toBe("bad_usage");
  expect(code({ input_tokens: 0 })).toEqual({ inputTokens: 0, outputTokens: 0 });
  expect(code({ storage_gb_days: "1.50" })).toMatchObject({ storageGbDays: "1.5" });
});

it.each([
  [{ input_tokenz: 1 }, "unknown_count"],
  [{ cached_output_tokens: 1 }, "unknown_count"],
  [JSON.parse('{"__proto__": 5}'), "unknown_count"],
  [{ constructor: 5 }, "unknown_count"],
  [{ input_tokens: -1 }, "negative_count"],
  [{ input_tokens: 1.5 }, "fractional_count"],
  [{ input_tokens: Number.NaN }, "not_a_number"],
  [{ input_tokens: Number.POSITIVE_INFINITY }, "not_a_number"],
  [{ input_tokens: "5" }, "not_a_number"],
  [{ input_tokens: [5] }, "not_a_number"],
  [{ input_tokens: 2 ** 53 }, "count_too_large"],
  [{ input_tokens: 1e300 }, "count_too_large"],
  [{ input_tokens: 1, cached_input_tokens: 2 }, "cached_above_input"],
  [{ input_tokens: 3, cached_input_tokens: 2, cache_write_tokens: 2 }, "parts_above_total"],
  [{ input_tokens: 9, cache_write_tokens: 1, cache_write_5m_tokens: 2 }, "parts_above_total"],
  [{ output_tokens: 1, reasoning_tokens: 2 }, "parts_above_total"],
  [{ input_tokens: 1, input_audio_tokens: 2 }, "parts_above_total"],
  [{ input_tokens: 5, input_audio_tokens: 2, cached_input_tokens: 5, cached_audio_tokens: 3 }, "parts_above_total"],
  [{ storage_gb_days: "-1" }, "negative_count"],
  [{ storage_gb_days: "many" }, "not_a_number"],
  [{ storage_gb_days: 1e60 }, "count_too_large"],
  [[], "bad_usage"],
  [null, "bad_usage"],
  ["5", "bad_usage"],
])("%j is %s", (usage, expected) => {
  expect(code(usage)).toBe(expected);
});

it("suggests the count that was meant", () => {
  const read = readOwnUsage({ cached_input_token: 1 });
  expect(read.kind === "invalid" && read.message).toMatch(/did you mean "cached_input_tokens"/);
});

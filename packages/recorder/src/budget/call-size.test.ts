import { expect, test } from "vitest";
import { callSize } from "./call-size.ts";

test.each([
  [{ max_tokens: 100, n: 2 }, 200],
  [{ max_completion_tokens: 0 }, 0],
  [{ max_tokens: -1 }, 4_000],
  [{ max_output_tokens: 1.5, max_tokens: 100 }, 100],
  [{ max_tokens: 100, n: 1.5 }, 100],
])("a request with %j may write %i tokens", async (caps, outputTokens) => {
  expect(await callSize({ model: "gpt-4o", messages: [], ...caps })).toMatchObject({ outputTokens });
});

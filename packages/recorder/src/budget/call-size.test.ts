import { expect, test } from "vitest";
import { callSize } from "./call-size.ts";

test.each([
  [{ max_tokens: 100, n: 2 }, 200],
  [{ max_completion_tokens: 0 }, 0],
  [{ max_tokens: -1 }, 4_000],
  [{ max_output_tokens: 1.5, max_tokens: 100 }, 100],
  [{ max_tokens: 100, n: 1.5 }, 100],
])("a request with %j may write %i tokens", async (caps, outputTokens) => {
  expect(await callSize({ model: "gpt-4o", messages: [], ...caps }, "/chat/completions")).toMatchObject({
    outputTokens,
  });
});

test("the bytes of images are not read as text: each counts as what high detail comes to at most", async () => {
  const url = `data:image/png;base64,${"iVBORw0KGgo".repeat(20_000)}`;
  const size = async (model: string, parts: readonly object[]) =>
    (await callSize({ model, messages: [{ role: "user", content: parts }] }))?.inputTokens ?? 0;
  const text = await size("gpt-4o", [{ type: "text", text: "What is it?" }]);
  const image = { type: "image_url", image_url: { url } };
  // 85 + 8 × 170 = 1,445, and a few tokens of JSON around it.
  const one = await size("gpt-4o", [{ type: "text", text: "What is it?" }, image]);
  expect(one - text).toBeGreaterThanOrEqual(1_445);
  expect(one - text).toBeLessThan(1_475);
  const remote = await size("gpt-4o", [
    { type: "text", text: "What is it?" },
    { type: "input_image", image_url: "https://example.com/a.png" },
  ]);
  expect(remote - text).toBeGreaterThanOrEqual(1_445);
  expect(await size("gpt-4o-mini", [image])).toBeGreaterThan(48_000);
});

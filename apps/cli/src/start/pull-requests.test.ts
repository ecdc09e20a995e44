import { bundledCatalogue } from "@runrate/catalogue";
import { describe, expect, it } from "vitest";
import { examplePullRequests } from "./pull-requests.ts";

const requests = examplePullRequests(
  { catalogue: bundledCatalogue(), list: bundledCatalogue(), aliases: {} },
  Date.parse("2026-11-24T12:00:00Z"),
);

describe("the pull requests of the sandbox", () => {
  it.each([
    ["A better model", /^### Raises estimated LLM spend by \$/, "fail"],
    ["A higher cap", /^### Raises estimated LLM spend/, "pass"],
    ["A cheaper ranking", /^### Lowers estimated LLM spend by \$/, "pass"],
    ["One more call", /^### Raises estimated LLM spend/, "warn"],
    ["A comment alone", /^### No change of LLM spend/, "pass"],
  ])("%s", async (name, headline, policy) => {
    const sample = requests.samples.find((one) => one.name === name);
    const estimate = await requests.estimate(sample?.diff ?? "");
    expect(estimate).toEqual({ markdown: expect.stringMatching(headline), policy });
  });

  it("take a diff of files that nobody knows by its own lines, and say so", async () => {
    const diff = `diff --git a/lib/ask.js b/lib/ask.js
--- a/lib/ask.js
+++ b/lib/ask.js
@@ -1,4 +1,4 @@
 import OpenAI from "openai";
 const client = new OpenAI();
 export const ask = (content) =>
-  client.chat.completions.create({ model: "gpt-4o-mini", messages: [{ role: "user", content }] });
+  client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content }] });
`;
    const { markdown } = await requests.estimate(diff);
    expect(markdown).toMatch(/Raises.*per 1,000 calls/);
    expect(markdown).toContain("`lib/ask.js:4`");
    expect(markdown).toContain("Only the lines of this diff are known");
  });

  it.each(["", "hello", "--- a/x\n+++ b/x\n@@ nonsense"])("refuse %j", async (diff) => {
    await expect(requests.estimate(diff)).rejects.toThrow(/diff/);
  });
});

import { expect, test } from "vitest";
import { matchesGlob } from "./glob.ts";

test.each([
  ["gpt-4o", "gpt-4o", true],
  ["gpt-4o", "gpt-4o-mini", false],
  ["gpt-*", "gpt-4o/ft", true],
  ["*-mini", "gpt-4o-mini", true],
  ["*4o*", "gpt-4o-mini", true],
  ["gpt*mini", "GPT-4o-mini", false],
  ["a*a", "a", false],
  ["ab*ba", "aba", false],
  ["a*b*a", "aba", true],
  ["a**b", "a.b", true],
  ["*", "", true],
  ["", "", true],
  ["[a]?.*", "[a]?.x", true],
  ["[a]?.*", "a.x", false],
])("%j and %j: %s", (glob, text, fits) => expect(matchesGlob(glob, text)).toBe(fits));

test("a pattern of many stars is told from a text that it nearly fits at once", () => {
  expect(matchesGlob(`${"*a".repeat(50)}*b`, "a".repeat(100_000))).toBe(false);
});

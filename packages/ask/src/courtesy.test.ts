import { expect, test } from "vitest";
import { courtesyOf } from "./courtesy.ts";

test.each([
  "thanks!",
  "Thanks",
  "thank you so much :pray:",
  "thx",
  "ok",
  "OK.",
  "k",
  "great",
  "ok great, thanks",
  "👍",
  "👍🏽",
  ":+1:",
  ":+1::skin-tone-3: :tada:",
  "🇩🇪",
  ":)",
  "got it",
  "makes sense",
  "I see",
  "good to know, thanks for the help!",
  "thanks a lot everyone",
  "that’s perfect",
  "cheers mate",
  "will do",
  "nice work",
  "have a nice day",
])("%j asks nothing", (text) => {
  expect(courtesyOf(text)).toBe("closing");
});

test.each(["hi", "Hello there!", "hey team", "good morning"])("%j greets", (text) => {
  expect(courtesyOf(text)).toBe("greeting");
});

test.each([
  "",
  "...",
  "all",
  "help",
  "ok help",
  "ok, and by project",
  "great, last month",
  "thanks, why",
  "ok?",
  "now what",
  "is that all?",
  "that",
  "in total",
  "hi, what did we spend",
  "good models",
  "gpt-4o",
  "top 3",
  `thanks${" very".repeat(60)}`,
])("%j may ask something", (text) => {
  expect(courtesyOf(text)).toBeUndefined();
});

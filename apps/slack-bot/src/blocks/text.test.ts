import { expect, test } from "vitest";
import { renderNotUnderstood } from "./not-understood.ts";
import { escapeSentence } from "./text.ts";

test("commands that our sentences name stay code; marks and mentions in names do nothing", () => {
  expect(escapeSentence("set one with `/cost budget set $1000 month`, not `*x*` <!channel>")).toBe(
    "set one with `/cost budget set $1000 month`, not `\u200b*\u200bx*\u200b`\u200b &lt;!channel&gt;",
  );
  expect(escapeSentence("`runrate import <file>` reads some")).toBe("`runrate import &lt;file&gt;` reads some");
  expect(escapeSentence("`runrate <!here>` and `/cost `")).toBe(
    "`\u200brunrate &lt;!here&gt;`\u200b and `\u200b/cost `\u200b",
  );
});

test("a question ends with one mark", () => {
  const suggestions = ["this month"];
  expect(renderNotUnderstood({ reason: '"gtp" is no model: did you mean gpt?', suggestions }).text).toBe(
    'I did not understand that: "gtp" is no model: did you mean gpt? You can ask: this month',
  );
  expect(renderNotUnderstood({ reason: "it asks nothing", suggestions }).text).toContain("nothing. You can ask");
});

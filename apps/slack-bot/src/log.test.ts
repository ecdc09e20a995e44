import { expect, test } from "vitest";
import { withoutSecrets } from "./log.ts";

test.each([
  ["xoxb-1234-abcd is refused", "[secret] is refused"],
  ["postgres://me:hunter2@db/x", "postgres://me:[secret]@db/x"],
  ["redis://:hunter2@db/0 of redis://me@x:hunter2@db", "redis://:[secret]@db/0 of redis://me@x:[secret]@db"],
  ["at 10:30 to me@example.com", "at 10:30 to me@example.com"],
])("of %j the log keeps %j", (text, kept) => expect(withoutSecrets(text)).toBe(kept));

test("a text of nothing but beginnings of URLs with passwords is read without end after end", () => {
  const text = "://a:".repeat(60_000);
  expect(withoutSecrets(text)).toBe(text);
});

import { notUnderstood } from "./context.ts";
import type { Reading } from "./reading.ts";
import { isFiller } from "./vocabulary.ts";

/** Takes "budget", "how much budget is left", "are we over budget", "budget of Search team". */
export const readBudget: Reading = (words, { known }) => {
  const at = words.takePhrase("budget|budgets|allowance");
  if (at < 0) return undefined;
  if (words.has("set|add|create|delete|remove|raise|increase|change")) {
    return notUnderstood("a budget is not set by a question: set it in Slack, or in runrate.yml", "budget", "budgets");
  }
  words.takePhrase("status|state|overview|list|report");
  words.takePhrase("left|remaining|remain|remains|used|over|under|within|exceeded|close|track|ok");
  words.takePhrase("this|current month|week|quarter|day");
  const raw = words.left().flatMap((index) => {
    const token = words.tokens[index];
    if (token === undefined || (token.kind === "word" && !token.quoted && isFiller(token.text))) return [];
    return [{ index, text: token.kind === "word" ? token.raw : token.text }];
  });
  if (raw.length === 0) return { kind: "budget", named: null };
  const joined = raw.map(({ text }) => text).join(" ");
  const named =
    known.budgets.find((name) => sameName(name, joined)) ?? (raw.length === 1 ? joined.slice(0, 100) : undefined);
  if (named === undefined) return undefined;
  for (const { index } of raw) words.take(index);
  words.takePhrase("named|called");
  return { kind: "budget", named };
};

function sameName(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]+/g, " ");
  return plain(a) === plain(b);
}

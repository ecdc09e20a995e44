import { notUnderstood } from "./context.ts";
import type { Reading } from "./reading.ts";
import { isFiller } from "./vocabulary.ts";
import type { Words } from "./words.ts";

/** Takes "budget", "how much budget is left", "are we over budget", "budget of Search team". */
export const readBudget: Reading = (words, { known }) => {
  const at = words.takePhrase("budget|budgets|allowance", "alert|alerts");
  if (at < 0) return undefined;
  words.takePhrase("alert|alerts");
  if (words.has("set|add|create|delete|remove|raise|increase|change")) {
    return notUnderstood(
      "a budget is not set by a question: `budget set 500 month` sets one, and so does runrate.yml",
      "budget",
      "budgets",
    );
  }
  const spoken = takeName(words, known.budgets);
  if (spoken !== undefined) {
    while (words.takePhrase(`status|named|called|${STANDING}`) >= 0);
    return { kind: "budget", named: spoken };
  }
  words.takePhrase("status|state|overview|list|report");
  while (words.takePhrase(STANDING) >= 0);
  words.takePhrase("this|current month|week|quarter|day");
  const raw = words.left().flatMap((index) => {
    const token = words.tokens[index];
    if (token === undefined || (token.kind === "word" && !token.quoted && isFiller(token.text))) return [];
    return [{ index, text: token.kind === "word" ? token.raw : token.text }];
  });
  if (raw.length === 0) return { kind: "budget", named: null };
  // A name that no budget has: the answer says which there are.
  const [word] = raw.length === 1 ? raw.map(({ text }) => text.slice(0, 100)) : [];
  if (word === undefined) return undefined;
  const within = known.budgets.filter((name) => plain(name).split(" ").includes(word.toLowerCase()));
  const named = within.length === 1 ? (within[0] ?? word) : word;
  for (const { index } of raw) words.take(index);
  words.takePhrase("named|called");
  return { kind: "budget", named };
};

/** What people ask of how a budget stands: the answer has all of it. */
const STANDING =
  "left|remaining|remain|remains|used|over|under|within|exceed|exceeded|exceeding|close|track|ok|doing|blow|blown|hit|forecast|projected|vs|versus|against|spend|stay|go|going|off|exceeds|bust|overrun|overspend|overspent|keep|keeping|closest|nearest|near|nearly|limit|limits|end|run|out|most|which|percentage|percent|%|share|actual|actuals";

/** Takes the name of a budget as it is spoken, even one of words that otherwise carry no meaning ("everything"). */
function takeName(words: Words, names: readonly string[]): string | undefined {
  for (const name of names.toSorted((a, b) => b.length - a.length)) {
    const parts = plain(name).split(" ");
    for (const index of words.left()) {
      const quoted = words.at(index);
      if (quoted?.kind === "word" && quoted.quoted && plain(quoted.text) === plain(name)) {
        words.take(index);
        return name;
      }
      if (!parts.every((part, offset) => words.wordAt(index + offset) === part)) continue;
      words.take(index, parts.length);
      return name;
    }
  }
  return undefined;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ")
    .trim();
}

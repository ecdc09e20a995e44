import { isBilledDimension } from "@runrate/ledger";
import type { NotUnderstood, QueryBilledGroup, QueryBucket, QueryDimension, QueryPeriod } from "../query.ts";
import { refused } from "./context.ts";
import { dimensionWord } from "./dimensions.ts";
import type { Reading } from "./reading.ts";
import { isBucket } from "./grouping-words.ts";
import { takeScope } from "./scope.ts";
import type { Words } from "./words.ts";

const THIS_MONTH: QueryPeriod = { kind: "unit", unit: "month", back: 0 };
const EXAMPLES = ["billed last month by line item", "billed this month by day"] as const;

/** Takes "what were we billed last month", "invoiced in october by line item", "how much did openai charge us". */
export const readBilled: Reading = (words, context) => {
  // What is to come, or would be, stands on no bill; and why something changed is asked of usage.
  if (words.has("will|would|if|why|forecast|budget|budgets")) return undefined;
  const asked =
    words.takePhrase(
      "billed|invoiced",
      "bill|charge|invoice us|me",
      "actual|real|provider|providers bill|invoice|charges",
    ) >= 0;
  if (!asked) return undefined;
  words.takePhrase("actually|really");
  const byDay = words.takePhrase("trend|trends|history") >= 0;
  const byLineItem = takeLineItem(words);
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  const [period = THIS_MONTH, ...more] = scope.periods;
  if (more.length > 0 || scope.against !== undefined || scope.compares)
    return refused("a bill is asked for one period at a time", ...EXAMPLES);
  const untold = scope.where.find(({ dimension }) => !isBilledDimension(dimension));
  if (untold !== undefined) return notBilled(untold.dimension);
  const by: QueryBilledGroup[] = [];
  for (const name of [...(byDay ? (["day"] as const) : []), ...scope.by]) {
    if (!isBilledGroup(name)) return notBilled(name);
    if (!by.includes(name)) by.push(name);
  }
  if (byLineItem) by.push("line_item");
  const { where, top } = scope;
  if (top !== null && by.length === 0) by.push("line_item");
  return { kind: "billed", period, where: [...where], zone: null, by, top };
};

/** Takes "line item" wherever it stands among what a question groups by, with the word that leads to it. */
export function takeLineItem(words: Words): boolean {
  return (
    words.takePhrase(
      "line item|items and",
      "by|per|each|every|and line item|items",
      "by|per|each|every|and line-item|line-items|line_item|item|items",
      "line item|items",
    ) >= 0
  );
}

export function isBilledGroup(name: QueryBucket | QueryDimension): name is QueryBilledGroup & typeof name {
  return isBucket(name) ? name !== "hour" : isBilledDimension(name);
}

/** What to say of a question that a bill cannot answer. */
export function notBilled(name: QueryBucket | QueryDimension): NotUnderstood {
  const what = isBucket(name) ? `${name}s` : `${dimensionWord(name)}s`;
  return refused(
    `a bill does not tell ${what} apart: usage does`,
    `this month by ${isBucket(name) ? name : dimensionWord(name)}`,
    ...EXAMPLES,
  );
}

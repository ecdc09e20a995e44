import type { KnownNames } from "./context.ts";
import { Filters, takeKnownNames, takeNamedValues, takePairs } from "./names.ts";
import type { Words } from "./words.ts";

const LEADS = [
  "but not",
  "all|everything|anything|everyone but",
  "other than",
  "apart|aside from",
  "leaving out",
  "except|excepting ?for",
  "without|excluding|exclude|excludes|excl|ignoring|ignore|minus|besides|not|non ?on|for|from|in|by|with|using",
];
/** A name with what says that it is a model or a project: "the code review project". */
const MOST_WORDS = 6;

/** Takes "without batch", "excluding projects search and chat", "not gpt-5.5", "everything but not user:ada". */
export function takeExclusions(words: Words, filters: Filters, known: KnownNames): void {
  for (const index of words.left()) {
    const lead = LEADS.map((phrase) => words.fits(phrase, index)).find((count) => count > 0);
    if (lead === undefined) continue;
    let next = index + lead;
    let end = next;
    for (;;) {
      const start = next + words.fits("the|any|all|our", next);
      const count = takeOne(words, start, filters, known);
      if (count === 0) break;
      end = start + count;
      next = end + words.fits("and|or|nor", end);
    }
    if (end > index + lead) words.take(index, end - index);
  }
}

/** Takes one name, in the most words that are nothing but it. @returns how many words it is */
function takeOne(words: Words, start: number, filters: Filters, known: KnownNames): number {
  for (let count = MOST_WORDS; count > 0; count -= 1) {
    if (start + count > words.tokens.length) continue;
    const part = only(words, start, count);
    const found = new Filters();
    takePairs(part, found, known);
    takeNamedValues(part, found, known);
    takeTierName(part, found);
    takeKnownNames(part, found, known);
    const [one, ...more] = found.list;
    if (part.left().length > 0 || more.length > 0) continue;
    const [ambiguous] = found.ambiguous;
    if (one === undefined && ambiguous === undefined) continue;
    if (ambiguous !== undefined) filters.ambiguous.push(ambiguous);
    if (one !== undefined && one.values.length > 1) continue;
    for (const value of one?.values ?? []) filters.exclude(one?.dimension ?? "model", value);
    return count;
  }
  return 0;
}

/** The words with all but a stretch of them taken. */
function only(words: Words, start: number, count: number): Words {
  const part = words.copy();
  part.take(0, start);
  part.take(start + count, Math.max(0, words.tokens.length - start - count));
  return part;
}

/** Tiers are known whether or not any usage had them. */
function takeTierName(words: Words, filters: Filters): void {
  for (const tier of ["batch", "flex", "priority", "standard"] as const) {
    if (words.takePhrase(`${tier} ?tier|mode|requests|calls|usage|jobs`) >= 0) filters.add("service_tier", tier);
  }
}

import type { Words } from "./words.ts";

/** What a number in a question counts, with the words that say so after it ("2000 in") or before it ("input 2000"). */
interface Label {
  readonly name: QuantityName;
  readonly after: readonly string[];
  readonly before?: readonly string[];
}

export type QuantityName =
  | "input"
  | "output"
  | "cached"
  | "cachedPercent"
  /** Tokens of which nobody says what they are for. */
  | "tokens"
  /** A percentage of which nobody says what it is of. */
  | "percent"
  | "tokensPerThread"
  | "tokensPerMessage"
  | "messages"
  | "threads"
  | "runsPerDay"
  | "runsPerMonth"
  | "runs"
  | "turns"
  | "days"
  | "months"
  | "users"
  | "interactions"
  | "gigabytes"
  | "freeGigabytes"
  | "percentPerMonth"
  | "instructions"
  | "message"
  | "reply"
  | "cap"
  | "keep"
  | "summary"
  | "usd";

/** The counts of a question by what they count, as plain decimals. */
export type Quantities = Partial<Record<QuantityName, string>>;

const RUN = "run|runs|call|calls|request|requests|query|queries";
const THREAD = "thread|threads|conversation|conversations|chat|chats";
const TOKENS = "?token|tokens|tok";

/** Longer phrases stand before shorter ones that begin alike. */
const LABELS: readonly Label[] = [
  { name: "runsPerMonth", after: [`${RUN} a|per|each|every month`, `${RUN} monthly`] },
  {
    name: "runsPerDay",
    after: [
      `${RUN} ?a|per|each ?${THREAD} a|per|each|every day`,
      `${RUN} a|per|each|every day ?per|each ?${THREAD}`,
      `${RUN} daily`,
      "message|messages|question|questions|prompt|prompts ?a|per|each ?user|person|customer a|per|each|every day",
      `a|per day`,
      `daily ${RUN}`,
    ],
  },
  { name: "tokensPerThread", after: [`${TOKENS} a|per|each|every ${THREAD}`, "token|tokens each", `token ${THREAD}`] },
  { name: "tokensPerMessage", after: [`${TOKENS} a|per|each|every message|messages ?each`, "token message|messages"] },
  { name: "messages", after: ["message|messages ?a|per|each ?thread|conversation"] },
  {
    name: "instructions",
    after: [`${TOKENS} ?of instruction|instructions|system ?prompt`],
    before: ["instructions|system ?prompt ?of"],
  },
  { name: "message", after: [`${TOKENS} ?a|per message|question|user`], before: ["message|question ?of"] },
  { name: "reply", after: [`${TOKENS} ?a|per reply|replies|answer|answers`], before: ["reply|answer ?of"] },
  { name: "summary", after: [`${TOKENS} summary`], before: ["summary ?of"] },
  {
    name: "cached",
    after: [`?of ?them|which ${TOKENS} ?input|prompt cached`, "cached ?input|prompt ?tokens"],
    before: ["cached ?input|prompt ?tokens ?of"],
  },
  {
    name: "input",
    after: [`${TOKENS} ?of in|input|inputs|prompt ?token|tokens`],
    before: ["in|input|inputs|prompt ?token|tokens ?of", "max_prompt_tokens|max_input_tokens ?of"],
  },
  {
    name: "output",
    after: [`${TOKENS} ?of out|output|outputs|completion|generated ?token|tokens`],
    before: [
      "out|output|outputs|completion ?token|tokens ?of",
      "max_completion_tokens|max_output_tokens|max_tokens ?of",
    ],
  },
  { name: "freeGigabytes", after: ["gb|gib|gigabyte|gigabytes ?are|is free"], before: [] },
  { name: "gigabytes", after: ["gb|gib|gigabyte|gigabytes"] },
  { name: "threads", after: [THREAD], before: ["threads ?of"] },
  { name: "turns", after: ["turn|turns|rounds|exchanges"], before: ["turns ?of"] },
  { name: "users", after: ["user|users|people|customers"], before: ["users"] },
  { name: "interactions", after: ["interaction|interactions ?a|per|each ?user ?each"], before: ["interactions"] },
  { name: "months", after: ["month|months"] },
  { name: "days", after: ["day|days|d"] },
  { name: "cap", after: [`${TOKENS} cap|limit`], before: ["cap|capped|limit|limited ?input ?at|to|of"] },
  { name: "usd", after: ["dollar|dollars|usd|bucks"] },
  { name: "keep", after: ["turns kept"], before: ["keep|keeping ?the ?last"] },
  { name: "runs", after: [`x|times ?${RUN}`, RUN, "x|times"] },
  { name: "tokens", after: ["token|tokens|tok"] },
];

const PERCENT_LABELS: readonly Label[] = [
  { name: "cachedPercent", after: ["?of ?the ?input|prefix cached|cache|caching"], before: ["caching|cached ?at|of"] },
  {
    name: "percentPerMonth",
    after: ["growth ?a|per ?month", "a|per|each month", "monthly ?growth", "month ?over month"],
    before: ["growing|grow|growth ?by|of|at"],
  },
];

const USD_LABELS: readonly Label[] = [
  { name: "usd", after: ["?a|per ?gb|day ?a|per ?day"], before: ["rate|at|cost|costing|spend|for ?of"] },
];

/** What an amount or a percentage is taken for where no word says it. */
const UNLABELLED: Readonly<Record<"" | "$" | "%", QuantityName | undefined>> = {
  "": undefined,
  $: "usd",
  "%": "percent",
};

/**
 * Takes every number with the words that say what it counts. A word before a number counts as its label only if the number
 * before has not taken it, so that "2000 in 500 out" and "input 2000 output 500" both read as they are meant.
 *
 * @returns the counts, and the name of one that was given twice
 */
export function takeQuantities(words: Words): { readonly counts: Quantities; readonly twice: QuantityName | null } {
  const counts: Quantities = {};
  let twice: QuantityName | null = null;
  const set = (name: QuantityName, value: string): void => {
    if (counts[name] !== undefined && counts[name] !== value) twice = name;
    counts[name] = value;
  };
  for (const index of words.left()) {
    const token = words.at(index);
    if (token?.kind !== "number") continue;
    const after = words.at(index + 1);
    if (token.slash && after?.kind === "number") {
      words.take(index, 2);
      words.takeAt(index + 2, "tokens|tok");
      set("input", token.value);
      set("output", after.value);
      continue;
    }
    const labels = token.unit === "%" ? PERCENT_LABELS : token.unit === "$" ? USD_LABELS : LABELS;
    const name = takeLabel(words, index, labels) ?? UNLABELLED[token.unit];
    if (name === undefined) continue;
    words.take(index);
    set(name, token.value);
  }
  return { counts, twice };
}

function takeLabel(words: Words, index: number, labels: readonly Label[]): QuantityName | undefined {
  for (const { name, before = [] } of labels) {
    for (const phrase of before) {
      for (let start = Math.max(0, index - 4); start < index; start += 1) {
        if (words.fits(phrase, start) !== index - start) continue;
        words.take(start, index - start);
        return name;
      }
    }
  }
  for (const { name, after } of labels) if (words.takeAt(index + 1, ...after) > 0) return name;
  return undefined;
}

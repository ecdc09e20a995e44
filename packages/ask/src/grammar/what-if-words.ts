import type { NotUnderstood, Query, QueryPeriod } from "../query.ts";
import { notUnderstood, refused, type QuestionContext } from "./context.ts";
import { findModel } from "./model-words.ts";
import type { Reading } from "./reading.ts";
import { refuseGroupings } from "./grouping-words.ts";
import { takeScope } from "./scope.ts";
import { takeTier } from "./tier-words.ts";
import type { Words } from "./words.ts";

const EXAMPLES = [
  "what if gpt-4o ran on gpt-4o-mini last month",
  "what would october have cost on gpt-4o-mini",
  "what if everything ran as batch",
  "what if 50% were cached",
] as const;

const LAST_30_DAYS: QueryPeriod = { kind: "last", unit: "day", count: 30 };

/** Takes "what would october have cost on gpt-4o-mini", "what if everything ran as batch", "replace gpt-4o with gpt-4o-mini". */
export const readWhatIf: Reading = (words, context) => {
  const named =
    words.takePhrase(
      "what ?would happen|happens if",
      "what if",
      "what-if|whatif",
      "suppose|supposing|assume|imagine",
      "reprice",
    ) >= 0;
  if (words.takePhrase(...CACHING_SAVED) >= 0) return savedByCaching(words, context);
  const asked =
    named ||
    words.has("would", "had", "instead", "much could|can|do ?we|i save") ||
    words.takePhrase("if ?we ?i ?everything ?all used|ran|run|moved|switched|use|move|switch|had|were|was") >= 0 ||
    words.has("switch|switching|switched|move|moving|moved|migrate|migrating|replace|replacing|swap|swapping");
  if (!asked) return undefined;
  words.takePhrase("by|when|if ?we ?i switching|moving|migrating|replacing|swapping|changing|using");
  words.takePhrase("?at|by|with ?the ?current list|current|todays price|prices");
  const found = takeChange(words, context);
  const tier = takeTier(words);
  const cachedPercent = takeCachedShare(words);
  if (cachedPercent === null && words.has("cached|cache|caching") && hasPercentage(words)) {
    return refused("a cached share is from 0% to 100%", ...EXAMPLES);
  }
  const models = tier === null && cachedPercent === null ? found : changedInPlace(found, words, context);
  if (models.to === null && tier === null && cachedPercent === null) {
    // "what would we have spent" alone says nothing about what would have been different.
    const missing = "it is not said what would be different: a model, a tier, or a cached share";
    if (named || (words.has("would") && words.has("have"))) return refused(missing, ...EXAMPLES);
    return words.has("switch|move|replace|swap|migrate|instead|if") ? notUnderstood(missing, ...EXAMPLES) : undefined;
  }
  words.takeAll(
    "if|instead|would|be|been|cheaper|dearer|expensive|better|had|have|been|switch|switching|switched|move|moving|moved|migrate|migrating|replace|replacing|swap|" +
      "swapping|ran|run|runs|running|went|go|going|through|save|saves|could|can|cached|caching|into|traffic|change|changing|changed|to|on|with|of|as",
  );
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  const others = { by: scope.by.filter((name) => name !== "model") };
  const extra = refuseGroupings(others, "a what-if", { buckets: 0, dimensions: 0 });
  if (extra !== undefined) return extra;
  const [period = LAST_30_DAYS, ...more] = scope.periods;
  if (more.length > 0) return notUnderstood("a what-if is about one period", ...EXAMPLES);
  const { from, to } = models;
  return { kind: "what_if", period, where: [...scope.where], zone: null, from, to, tier, cachedPercent };
};

const CACHING_SAVED = [
  "much ?money did|does|has|is ?our ?the ?prompt cache|caching save|saved|saving ?us",
  "much ?money ?did ?do|have ?we save|saved ?by|with|from|through|on|thanks ?to ?the ?our ?prompt cache|caching",
  "cache|caching savings|saving",
  "savings|saved from|by|through ?the ?our ?prompt cache|caching",
];

/** "how much did caching save us": what the same usage would have cost with nothing cached. */
function savedByCaching(words: Words, context: QuestionContext): Query | NotUnderstood {
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  const extra = refuseGroupings({ by: scope.by.filter((name) => name !== "model") }, "a what-if", {
    buckets: 0,
    dimensions: 0,
  });
  if (extra !== undefined) return extra;
  const [period = LAST_30_DAYS, ...more] = scope.periods;
  if (more.length > 0) return notUnderstood("a what-if is about one period", ...EXAMPLES);
  const change = { from: null, to: null, tier: null, cachedPercent: "0" };
  return { kind: "what_if", period, where: [...scope.where], zone: null, ...change };
}

const TO = /^(to|on|with|by|using|into|onto|used|use|through|via)$/;

interface Change {
  readonly from: string | null;
  readonly to: string | null;
  /** The word before what leads to the model: "input" of "input on gpt-4o". */
  readonly object: string;
  /** Nothing leads to the model: "gpt-4o as batch". */
  readonly isPlain: boolean;
}

/** What is at a tier or read from the cache, and not what runs. */
const OBJECT = /^(input|inputs|prompt|prompts|tokens|cached|caching|cache|batch|flex|priority|tier|mode|api)$/;

/**
 * A recorded model of which another tier or cached share is asked stays itself: "gpt-4o as batch", "60% of the input cached on
 * gpt-4o". It is not what everything would have run on.
 */
function changedInPlace(change: Change, words: Words, { known }: QuestionContext): Change {
  const { from, to, object, isPlain } = change;
  const isRecorded = (known.values.get("model") ?? []).some((model) => model.toLowerCase() === to?.toLowerCase());
  const isMoved = words.has("everything|all|instead|replace|replacing|switch|switching|move|moving|moved");
  if (from !== null || !isRecorded || isMoved || !(isPlain || OBJECT.test(object))) return change;
  return { ...change, from: to, to: null };
}

function hasPercentage(words: Words): boolean {
  return words.left().some((index) => {
    const token = words.at(index);
    return token?.kind === "number" && token.unit === "%";
  });
}

/** The model that the usage would have run on, and the one that it would have replaced. */
function takeChange(words: Words, { known }: QuestionContext): Change {
  const plain: string[] = [];
  let from: string | null = null;
  let to: string | null = null;
  let object = "";
  for (let found = findModel(words, known); found; found = findModel(words, known, found.index)) {
    const before = words.wordAt(found.index - 1) ?? "";
    const earlier = words.wordAt(found.index - 2) ?? "";
    const pair = words.tokens[found.index]?.kind === "pair";
    words.take(found.index, found.count);
    if (pair) from ??= found.name;
    else if (before === "from" || (before === "of" && earlier === "instead")) from ??= found.name;
    else if (TO.test(before) && to === null) {
      to = found.name;
      object = words.tokens[found.index - 2]?.text ?? "";
    } else plain.push(found.name);
  }
  const isPlain = to === null && plain.length > 0;
  if (isPlain) to = plain.pop() ?? null;
  return { from: from ?? plain[0] ?? null, to, object, isPlain };
}

/** Takes "50% cached", "80% of the input were cached", "a cached share of 60%". */
function takeCachedShare(words: Words): string | null {
  const index = words.left().find((at) => {
    const token = words.at(at);
    return token?.kind === "number" && token.unit === "%" && !token.value.startsWith("-");
  });
  if (index === undefined) {
    if (words.takePhrase("half ?of ?the ?our ?input|prompts ?tokens ?was|were|is|are ?being cached") >= 0) return "50";
    if (
      words.takePhrase(
        "nothing|none ?of ?it ?the ?input ?was|were|is ?being|been cached",
        "without|no ?any|the ?prompt cache|caching",
        "not|never ?been cached|caching",
      ) >= 0
    )
      return "0";
    return words.takePhrase(
      "everything was|were|is|had ?being|been cached",
      "all ?of ?the ?our ?input|prompts ?tokens ?was|were|is|are ?being cached",
    ) >= 0
      ? "100"
      : null;
  }
  const token = words.at(index);
  if (token?.kind !== "number" || Number(token.value) > 100) return null;
  if (words.takePhrase("cached|cache|caching") < 0) return null;
  words.take(index);
  words.takePhrase("input|prompt|prompts|prefix|share|hit|read|reads|hits ?rate|tokens");
  return token.value;
}

import { dayName } from "@runrate/core";
import type { QueryOf } from "../query.ts";
import { resolvePeriod } from "../resolve-period.ts";
import { notUnderstood, type QuestionContext } from "./context.ts";
import { takeModels, unknownModel } from "./model-words.ts";
import { NUMBER_WORDS, takePeriods } from "./period-words.ts";
import type { Reading } from "./reading.ts";
import type { Words } from "./words.ts";

const EXAMPLES = ["price of gpt-4o", "compare gpt-4o and gpt-4o-mini", "list models of openai"] as const;

/** Takes "price of gpt-4o", "what did gpt-4o cost per million tokens in may 2024"; several models are held side by side. */
export const readPrice: Reading = (words, context) => {
  // What something would have cost is asked of usage.
  if (words.has("would have|be")) return undefined;
  const asked =
    words.takePhrase(
      "price|prices|pricing|priced|tariff|tariffs",
      "list price|prices",
      "rate|rates ?card",
      "per|a|for ?one ?1m million|1m|m|mtok ?input ?output ?token|tokens",
      "per|a token",
      "shut ?down",
      "shutdown|deprecated|deprecation|retired|retirement|retires|sunset|lifecycle",
      "end of life",
      "replaces|replacement|successor|supersedes",
      "context ?window|length|size",
    ) >= 0 ||
    takePerMillion(words) ||
    asksList(words, context);
  if (!asked) return undefined;
  words.takePhrase("how expensive");
  words.takePhrase("price|prices|pricing|list|rates", "per|a million|1m|mtok ?token|tokens");
  takePerMillion(words);
  while (words.takePhrase("cached|input|output|batch|flex|priority|fast|standard ?tier|rate", "down|window") >= 0);
  const models = takeModels(words, context.known);
  const periods = takePeriods(words, context);
  const [first, second] = periods;
  const [model] = models;
  if (model === undefined) return unknownModel(words, "it is not said which model's price is asked", ...EXAMPLES);
  if (second) return notUnderstood("a price is asked for one day", "price of gpt-4o on 2024-06-01");
  takeComparison(words);
  if (models.length > 1) return first ? undefined : sideBySide(models);
  const today = dayName(context.now, context.zone);
  const on =
    first === undefined
      ? null
      : dayName(resolvePeriod(first.period, context.now, context.zone).span.from, context.zone);
  // "the price this month" is today's.
  const isNow = first?.period.kind === "unit" && first.period.back === 0;
  return { kind: "price", model, on: isNow || on === today ? null : on };
};

/** Takes "compare gpt-4o and gpt-4o-mini", "tokens per dollar of gpt-4o", "list models of anthropic", "cheapest models". */
export const readModels: Reading = (words, context) => {
  const perDollar =
    words.takePhrase("token|tokens per|a|for ?a ?one dollar|$|usd|buck") >= 0 ||
    takePerDollar(words) ||
    (words.has("token|tokens") && words.takePhrase("for|per a|one|each dollar|buck") >= 0);
  const compared = words.has(
    "compare|comparing|comparison|vs|versus|or|side-by-side|difference|cheaper|between",
    "side by side",
    "more|less expensive",
    "dearer|costlier than",
  );
  const cheapest =
    words.takePhrase("cheapest|cheap", "cheaper model|models|alternative|alternatives|option|options") >= 0;
  const models = takeModels(words, context.known);
  const listed = words.has("list|available|all|every|known|catalogue|catalog|cheapest") || cheapest;
  takeComparison(words);
  if (models.length > 0 && (perDollar || (models.length > 1 && compared))) return sideBySide(models);
  if (models.length > 0 || !(cheapest || words.has("model|models|llms|catalogue|catalog"))) return undefined;
  // "openai by model" asks what was spent there.
  if (
    words.has("by|per|across|top") ||
    words.has("we|us|our|i|my use|used|using|run|running|call|calling|have", "use|used|using we|i")
  )
    return undefined;
  if (words.has("in use", "we|our models", "we|i ?are ?do use|using|run|running|call")) return undefined;
  const provider = takeProvider(words, context.known.providers);
  if (!listed && provider === null && !perDollar) return undefined;
  words.takePhrase("model|models|llms|catalogue|catalog");
  words.takePhrase("list|available|known");
  words.takePhrase("catalogue|catalog|available");
  words.takePhrase("price|prices|pricing|rates");
  return { kind: "models", models: [], provider, order: cheapest ? "cheapest" : "name", top: takeListed(words) };
};

/** "what does gpt-4o cost" asks for its price, "what did gpt-4o cost" for what was spent on it. */
function asksList(words: Words, { known, now, zone }: QuestionContext): boolean {
  const asks = (words.has("does|do") && words.has("cost")) || words.has("much is|are", "expensive is|are");
  if (!asks || words.has("a|an|one|each|per request|call|run|query", "spent|spend|spending|paid|used|costing"))
    return false;
  const rest = words.copy();
  const models = takeModels(rest, known);
  return models.length > 0 && takePeriods(rest, { now, zone }).length === 0;
}

/** Takes the 5 of "cheapest 5 models". */
function takeListed(words: Words): number | null {
  for (const index of words.left()) {
    const token = words.at(index);
    const digits =
      token?.kind === "number" && token.unit === "" ? token.value : NUMBER_WORDS.get(words.wordAt(index) ?? "");
    if (digits === undefined || !/^[1-9]\d{0,2}$/.test(digits)) continue;
    words.take(index);
    return Number(digits);
  }
  return null;
}

function sideBySide(models: readonly string[]): QueryOf<"models"> {
  return { kind: "models", models: models.slice(0, 20), provider: null, order: "name", top: null };
}

function takeComparison(words: Words): void {
  while (
    words.takePhrase(
      "compare|comparing|comparison|compared|vs|versus|against|or|than|cheaper|dearer|better|difference|between|side-by-side",
      "side by side",
      "?much more|less expensive",
      "costlier",
    ) >= 0
  );
}

function takeProvider(words: Words, providers: readonly string[]): string | null {
  for (const index of words.left()) {
    const token = words.at(index);
    const name = token?.kind === "pair" && token.key === "provider" ? token.value : words.wordAt(index);
    const found = name === undefined ? undefined : providers.find((one) => one.toLowerCase() === name.toLowerCase());
    if (found === undefined) continue;
    words.take(index);
    return found;
  }
  return null;
}

/** "per 1M tokens": the number is not a count of the question. */
function takePerMillion(words: Words): boolean {
  for (const index of words.left()) {
    if (!/^(per|a|for)$/.test(words.wordAt(index) ?? "")) continue;
    const number = words.at(index + 1);
    if (number?.kind !== "number" || !/^1000(000)?$/.test(number.value)) continue;
    words.take(index, 2);
    words.takeAt(index + 2, "?input ?output token|tokens");
    return true;
  }
  return false;
}

/** "tokens per $1". */
function takePerDollar(words: Words): boolean {
  for (const index of words.left()) {
    const count = words.fits("token|tokens per|for ?a", index);
    const number = words.at(index + count);
    if (count === 0 || number?.kind !== "number" || number.unit !== "$") continue;
    words.take(index, count + 1);
    return true;
  }
  return false;
}

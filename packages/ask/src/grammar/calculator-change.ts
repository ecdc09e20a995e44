import { leftOver } from "../parse-question.ts";
import type { NotUnderstood, Query } from "../query.ts";
import { notUnderstood, type QuestionContext } from "./context.ts";
import { takeModels } from "./model-words.ts";
import { takeQuantities, type Quantities, type QuantityName } from "./quantities.ts";
import { takeTier } from "./tier-words.ts";
import type { Words } from "./words.ts";

/**
 * An earlier calculation with other figures: "on gpt-4o-mini?", "with 1000 out", "as batch", "50 turns".
 *
 * @returns undefined when the words do not change what was calculated, so that they ask something of their own
 */
export function readChange(words: Words, earlier: Query, context: QuestionContext): Query | NotUnderstood | undefined {
  const models = takeModels(words, context.known);
  const tier = takeTier(words);
  const { counts } = takeQuantities(words);
  if (models.length === 0 && tier === null && Object.keys(counts).length === 0) return undefined;
  while (words.takePhrase("vs|versus|against|instead|compare|compared|if|as|would|be") >= 0);
  if (leftOver(words).length > 0) return undefined;
  const [model] = models;
  switch (earlier.kind) {
    case "run_cost": {
      const numbers = wholes(counts, {
        input: earlier.inputTokens,
        cached: earlier.cachedInputTokens,
        output: earlier.outputTokens,
        runs: earlier.runs,
      });
      if (numbers === undefined) return undefined;
      const { input, cached, output, runs } = numbers;
      if (cached > input)
        return notUnderstood("cached input tokens are a part of the input tokens, and cannot be more");
      const call = { inputTokens: input, cachedInputTokens: cached, outputTokens: output, runs };
      return { ...earlier, ...call, models: models.length > 0 ? models : earlier.models, tier: tier ?? earlier.tier };
    }
    case "estimate":
    case "growth": {
      const numbers = wholes(counts, {
        input: earlier.inputTokens,
        cached: earlier.cachedInputTokens,
        output: earlier.outputTokens,
        threads: earlier.threads,
        tokensPerThread: earlier.tokensPerThread,
        runsPerDay: Number(earlier.runsPerDay),
      });
      if (numbers === undefined || models.length > 1) return undefined;
      const { input, cached, output, threads, tokensPerThread, runsPerDay } = numbers;
      const call = { inputTokens: input, cachedInputTokens: cached, outputTokens: output, threads, tokensPerThread };
      const same = {
        ...call,
        runsPerDay: String(runsPerDay),
        model: model ?? earlier.model,
        tier: tier ?? earlier.tier,
      };
      return earlier.kind === "estimate"
        ? { ...earlier, ...same }
        : { ...earlier, ...same, percentPerMonth: counts.percentPerMonth ?? earlier.percentPerMonth };
    }
    case "conversation": {
      const numbers = wholes(counts, {
        turns: earlier.turns,
        instructions: earlier.instructionTokens,
        message: earlier.messageTokens,
        reply: earlier.replyTokens,
      });
      if (numbers === undefined || models.length > 1) return undefined;
      return {
        ...earlier,
        turns: numbers.turns,
        instructionTokens: numbers.instructions,
        messageTokens: numbers.message,
        replyTokens: numbers.reply,
        cachedPercent: counts.cachedPercent ?? earlier.cachedPercent,
        model: model ?? earlier.model,
        tier: tier ?? earlier.tier,
      };
    }
    case "price":
      if (model === undefined || Object.keys(counts).length > 0) return undefined;
      return models.length === 1
        ? { ...earlier, model }
        : { kind: "models", models: [...models], provider: null, order: "name", top: null };
    case "models":
      if (model === undefined || Object.keys(counts).length > 0) return undefined;
      return { ...earlier, models: [...new Set([...earlier.models, ...models])].slice(0, 20) };
    default:
      return undefined;
  }
}

/** The figures of before with those that are named put in; undefined where one is named that does not belong here, or is not whole. */
function wholes<Name extends QuantityName>(
  counts: Quantities,
  before: Readonly<Record<Name, number>>,
): Record<Name, number> | undefined {
  const figures: Record<Name, number> = { ...before };
  for (const [name, text] of Object.entries(counts)) {
    if (name === "percentPerMonth" || name === "cachedPercent") continue;
    const value = Number(text);
    if (!isNameOf(name, before) || !/^\d+$/.test(text) || !Number.isSafeInteger(value)) return undefined;
    figures[name] = value;
  }
  return figures;
}

function isNameOf<Name extends string>(name: string, record: Readonly<Record<Name, number>>): name is Name {
  return Object.hasOwn(record, name);
}

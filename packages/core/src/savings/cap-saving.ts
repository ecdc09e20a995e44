import { cacheWritesOf } from "../check-usage.ts";
import type { Pricer } from "../compile-pricer.ts";
import { picoUsd } from "../money.ts";
import type { UsageCounts } from "../usage.ts";
import type { MeasuredUsage } from "../what-if.ts";
import { perMonth, type MeasuredSpanMs, type Saving } from "./saving.ts";

/** Caps of a call, in tokens. */
export interface CallCaps {
  readonly maxPromptTokens?: number;
  readonly maxCompletionTokens?: number;
}

/**
 * What caps on calls would have saved. Needs calls one by one: of an aggregate nobody knows how long its calls were.
 *
 * @returns undefined where no call is above a cap
 */
export function capSaving(
  pricer: Pricer,
  calls: Iterable<MeasuredUsage>,
  span: MeasuredSpanMs,
  caps: CallCaps,
): Saving | undefined {
  const seen = { calls: 0n, above: 0n, aggregated: 0n };
  let saving = 0n;
  for (const call of calls) {
    if (call.usd === null) continue;
    if (call.requests !== 1) {
      seen.aggregated += BigInt(call.requests);
      continue;
    }
    seen.calls += 1n;
    const usage = capUsage(call.usage, caps);
    if (usage === call.usage) continue;
    const [own, capped] = [pricer.price(call), pricer.price({ ...call, usage })];
    if (own.kind === "unpriced" || capped.kind === "unpriced") continue;
    seen.above += 1n;
    saving += own.usd - capped.usd;
  }
  if (seen.above === 0n) return undefined;
  const month = perMonth(picoUsd(saving), span);
  const words = [
    ...(caps.maxPromptTokens === undefined ? [] : [`max_prompt_tokens ${caps.maxPromptTokens}`]),
    ...(caps.maxCompletionTokens === undefined ? [] : [`max_completion_tokens ${caps.maxCompletionTokens}`]),
  ];
  return {
    lever: "caps",
    likely: month,
    low: month,
    high: month,
    how: `${words.join(" and ")} would have cut ${seen.above} of ${seen.calls} calls`,
    assumptions: [
      "what is cut is not asked for again",
      ...(seen.aggregated === 0n ? [] : [`${seen.aggregated} calls were counted together and are not judged`]),
    ],
  };
}

/** The counts of a call had it been capped; the same object when no cap is passed. What goes first is what was not cached. */
export function capUsage(usage: UsageCounts, { maxPromptTokens, maxCompletionTokens }: CallCaps): UsageCounts {
  const input = Math.min(usage.inputTokens, maxPromptTokens ?? Infinity);
  const output = Math.min(usage.outputTokens, maxCompletionTokens ?? Infinity);
  if (input === usage.inputTokens && output === usage.outputTokens) return usage;
  const cached = Math.min(usage.cachedInputTokens ?? 0, input);
  const writes = Math.min(cacheWritesOf(usage), input - cached);
  const {
    cacheWrite5mTokens: _5m,
    cacheWrite30mTokens: _30m,
    cacheWrite1hTokens: _1h,
    cacheWrite12hTokens: _12h,
    ...rest
  } = usage;
  const retained = writes === cacheWritesOf(usage) ? usage : { ...rest, cacheWriteTokens: writes };
  return {
    ...retained,
    inputTokens: input,
    cachedInputTokens: cached,
    outputTokens: output,
    ...partsWithin(usage, input, output),
  };
}

/** Parts of the totals, none above what is left of its total. */
function partsWithin(usage: UsageCounts, input: number, output: number): Partial<UsageCounts> {
  const parts: { -readonly [Name in keyof UsageCounts]?: UsageCounts[Name] } = {};
  let room = input;
  for (const name of ["inputAudioTokens", "inputImageTokens", "inputVideoTokens"] as const) {
    room -= parts[name] = Math.min(usage[name] ?? 0, room);
  }
  for (const [cached, whole] of CACHED_MEDIA) parts[cached] = Math.min(usage[cached] ?? 0, parts[whole] ?? 0);
  room = output;
  for (const name of OUTPUT_PARTS) room -= parts[name] = Math.min(usage[name] ?? 0, room);
  return parts;
}

const CACHED_MEDIA = [
  ["cachedAudioTokens", "inputAudioTokens"],
  ["cachedImageTokens", "inputImageTokens"],
  ["cachedVideoTokens", "inputVideoTokens"],
] as const;

const OUTPUT_PARTS = [
  "reasoningTokens",
  "outputAudioTokens",
  "outputImageTokens",
  "outputVideoTokens",
  "citationTokens",
] as const;

import type { CallCaps, MeasuredUsage, Span, StoredState } from "@runrate/core";
import { lastCalls, scanRecords, type LedgerReader, type ScannedRecord } from "@runrate/ledger";
import type { QueryFilter } from "./query.ts";

/** Calls of a span one by one, as far as they were read. */
export interface MeasuredCalls {
  readonly calls: readonly MeasuredUsage[];
  /** In order of time, by conversation. */
  readonly conversations: readonly (readonly MeasuredUsage[])[];
  /** From the span's start to where reading stopped, in milliseconds. */
  readonly spanMs: number;
  /** Whether there were more calls than were read. */
  readonly cut: boolean;
}

/** At most so many, so that an answer comes in seconds. */
const MOST_CALLS = 50_000;
const DAY_MS = 86_400_000;

/** Reads calls one by one: what caps and summaries would save cannot be told from sums. */
export async function measuredCalls(
  ledger: LedgerReader,
  span: Span,
  where: readonly QueryFilter[],
): Promise<MeasuredCalls> {
  const calls: MeasuredUsage[] = [];
  const byConversation = new Map<string, MeasuredUsage[]>();
  let last = span.from;
  let cut = false;
  for await (const entry of scanRecords(ledger, { ...span, where })) {
    if (calls.length === MOST_CALLS) {
      cut = true;
      break;
    }
    const call = usageOf(entry);
    calls.push(call);
    last = call.at;
    const { conversation } = entry.record;
    if (conversation === undefined) continue;
    const own = byConversation.get(conversation);
    if (own) own.push(call);
    else byConversation.set(conversation, [call]);
  }
  // As sums of days are measured: from the beginning of the first day.
  const first = Math.max(span.from, Math.floor((calls[0]?.at ?? span.from) / DAY_MS) * DAY_MS);
  const spanMs = Math.max(1, (cut ? last : span.to) - first);
  return { calls, conversations: [...byConversation.values()], spanMs, cut };
}

/** Conversations that are looked at for stale state, those idle the longest. */
const MOST_CONVERSATIONS = 100_000;

/** Conversations by their last call, whenever that was: what is idle may lie before the period. */
export async function storedStates(
  ledger: LedgerReader,
  before: number,
  where: readonly QueryFilter[],
): Promise<{ readonly states: readonly StoredState[]; readonly cut: boolean }> {
  const last = await lastCalls(ledger, before, where, MOST_CONVERSATIONS);
  const states = last.map(({ conversation, at, tokens }): StoredState => ({
    kind: "conversation",
    id: conversation,
    lastActiveAt: at,
    tokens,
  }));
  return { states, cut: states.length === MOST_CONVERSATIONS };
}

/** The caps that all but one in a hundred calls stay under: what cuts off only the outliers. */
export function capsOfOutliers(calls: readonly MeasuredUsage[]): CallCaps {
  const single = calls.filter(({ requests, usd }) => requests === 1 && usd !== null);
  const fewest = 200;
  if (single.length < fewest) return {};
  return {
    maxPromptTokens: percentile99(single.map(({ usage }) => usage.inputTokens)),
    maxCompletionTokens: percentile99(single.map(({ usage }) => usage.outputTokens)),
  };
}

function percentile99(counts: readonly number[]): number {
  const sorted = counts.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}

function usageOf({ record, provider, charge }: ScannedRecord): MeasuredUsage {
  const { model, serviceTier, at, usage, requests, region } = record;
  return {
    provider,
    model,
    serviceTier,
    at,
    usage,
    requests,
    ...(region === undefined ? {} : { region }),
    usd: charge.kind === "priced" ? charge.usd : null,
  };
}

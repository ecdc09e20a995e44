import {
  batchSaving,
  cachingSaving,
  compilePricer,
  compressionSaving,
  formatUsd,
  picoUsd,
  rankSavings,
  routingSaving,
  staleStateSaving,
  type MeasuredUsage,
  type Saving,
  type Span,
  type StoredState,
} from "@runrate/core";
import { scanRecords, type ScannedRecord } from "@runrate/ledger";
import { blankAnswer, leftColumn, rightColumn, text, usd } from "./answer-base.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { measuredUsage } from "./measured-usage.ts";
import type { QueryFilter, QueryOf } from "./query.ts";
import { framedAnswer, periodLabel, spendFrame } from "./spend-frame.ts";

/** What would save how much a month, on measured usage; the largest first. They overlap, so they are not added up. */
export async function answerOptimise(query: QueryOf<"optimise">, context: AskContext): Promise<Answer> {
  const frame = await spendFrame(query, context);
  const span: Span = {
    from: frame.period.span.from,
    to: Math.max(frame.period.span.from + 1, Math.min(frame.period.span.to, frame.end)),
  };
  const usages = await measuredUsage(context.ledger, span, query.where);
  const measured = measuredSpan(span, usages);
  const savings = usages.length === 0 ? [] : await findSavings(usages, measured, span, query.where, context);
  const [first] = savings;
  const spent = usages.reduce((sum, { usd: amount }) => sum + (amount ?? 0n), 0n);
  return {
    ...blankAnswer("optimise", query, context),
    ...framedAnswer(frame, context),
    headline:
      first === undefined
        ? `${periodLabel(frame)}: nothing to save was found in ${usages.length === 0 ? "no usage" : formatUsd(picoUsd(spent))}`
        : `most is saved by ${LEVERS[first.lever]}: about ${formatUsd(first.likely)} a month; ${first.how}`,
    totalUsd: first?.likely ?? null,
    ...(first === undefined || first.low === first.high ? {} : { totalLow: first.low, totalHigh: first.high }),
    columns: savings.length === 0 ? [] : [leftColumn("lever", "by"), rightColumn("usd", "a month"), leftColumn("how")],
    rows: savings.map(({ lever, likely, low, high, how }) => ({
      cells: { lever: text(LEVERS[lever]), usd: usd(likely, low, high), how: text(how) },
    })),
    assumptions: [
      ...(savings.length > 1 ? ["the measures overlap: what one saves, another cannot save again"] : []),
      ...new Set(savings.flatMap(({ assumptions }) => assumptions)),
    ],
    suggestions: ["what if everything ran as batch", "compare gpt-4o and gpt-4o-mini", "this month by model"],
  };
}

const LEVERS: Readonly<Record<Saving["lever"], string>> = {
  routing: "routing",
  batch: "batch",
  caching: "caching",
  compression: "compression",
  caps: "caps",
  stale_state: "stale state",
};

/** Conversations are read call by call: at most so many, so that an answer comes in seconds. */
const MOST_CALLS = 100_000;

async function findSavings(
  usages: readonly MeasuredUsage[],
  measured: number,
  span: Span,
  where: readonly QueryFilter[],
  context: AskContext,
): Promise<Saving[]> {
  const pricer = compilePricer(context.catalogue, context.aliases);
  const { conversations, states } = await readConversations(span, where, context);
  return rankSavings([
    routingSaving(pricer, usages, measured),
    batchSaving(pricer, usages, measured),
    cachingSaving(pricer, usages, measured),
    compressionSaving(pricer, conversations, measured),
    staleStateSaving(states, context.now),
  ]).filter(({ likely }) => likely > 0n);
}

/** How long the usage has been measured: a ledger that began within the period is not spread over all of it. */
function measuredSpan({ from, to }: Span, usages: readonly MeasuredUsage[]): number {
  const first = usages.reduce((least, { at }) => Math.min(least, at), to);
  return Math.max(1, to - Math.max(from, first));
}

async function readConversations(
  span: Span,
  where: readonly QueryFilter[],
  { ledger }: AskContext,
): Promise<{ conversations: MeasuredUsage[][]; states: StoredState[] }> {
  const calls = new Map<string, ScannedRecord[]>();
  const inConversation = await ledger.db
    .selectFrom("records")
    .select("seq")
    .where("conversation", "is not", null)
    .limit(1)
    .executeTakeFirst();
  if (inConversation === undefined) return { conversations: [], states: [] };
  let read = 0;
  for await (const record of scanRecords(ledger, { ...span, where })) {
    if ((read += 1) > MOST_CALLS) break;
    const { conversation } = record.record;
    if (conversation === undefined) continue;
    const own = calls.get(conversation);
    if (own) own.push(record);
    else calls.set(conversation, [record]);
  }
  return {
    conversations: [...calls.values()].map((records) => records.map(usageOf)),
    states: [...calls].flatMap(([id, records]) => {
      const last = records.at(-1)?.record;
      if (last === undefined) return [];
      const tokens = last.usage.inputTokens + last.usage.outputTokens;
      return [{ kind: "conversation", id, lastActiveAt: last.at, tokens } as const];
    }),
  };
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

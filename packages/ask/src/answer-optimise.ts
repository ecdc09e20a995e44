import {
  batchSaving,
  cachingSaving,
  capSaving,
  compilePricer,
  compressionSaving,
  formatUsd,
  parseUsd,
  picoUsd,
  rankSavings,
  routingSaving,
  staleStateSaving,
  UTC,
  type BatchOptions,
  type CachingOptions,
  type CallCaps,
  type CompressionOptions,
  type MeasuredUsage,
  type RoutingOptions,
  type Saving,
  type Span,
  type StaleOptions,
} from "@runrate/core";
import { querySpend, type LedgerReader } from "@runrate/ledger";
import { blankAnswer, leftColumn, rightColumn, text, usd } from "./answer-base.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { measuredUsage, type OwnedUsage } from "./measured-usage.ts";
import { capsOfOutliers, measuredCalls, storedStates } from "./optimise-calls.ts";
import type { QueryFilter, QueryOf } from "./query.ts";
import { frameLabel, framedAnswer, spendFrame } from "./spend-frame.ts";

/** What would save how much a month, on measured usage; the largest first. They overlap, so they are not added up. */
export async function answerOptimise(
  query: QueryOf<"optimise">,
  context: AskContext,
  choices: OptimiseChoices = {},
): Promise<Answer> {
  const frame = await spendFrame(query, context);
  const span: Span = {
    from: frame.period.span.from,
    to: Math.max(frame.period.span.from + 1, Math.min(frame.period.span.to, frame.end)),
  };
  const usages = await measuredUsage(context.ledger, span, query.where);
  const { savings, limits } =
    usages.length === 0 ? { savings: [], limits: [] } : await findSavings(usages, span, query.where, context, choices);
  const [first] = savings;
  const spent = usages.reduce((sum, { usd: amount }) => sum + (amount ?? 0n), 0n);
  return {
    ...blankAnswer("optimise", query, context),
    ...framedAnswer(frame, context),
    headline:
      first === undefined
        ? `${frameLabel(frame)}: nothing to save was found in ${usages.length === 0 ? "no usage" : formatUsd(picoUsd(spent))}`
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
      ...limits,
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

/** What whoever asks knows better than the ledger; what is absent is measured or assumed, and said so. */
export interface OptimiseChoices {
  /** Models to route between; absent: those of `runrate.yml`, else the dearest in use and whichever saves most. */
  readonly cheapModel?: string;
  readonly strongModel?: string;
  /** Share of the strong model's spend that the cheap one can answer, in percent. */
  readonly routingPercent?: string;
  /** Share of the standard-tier spend that can wait 24 hours, in percent. */
  readonly batchPercent?: string;
  /** Tokens at the start of every call that never change. */
  readonly stablePrefixTokens?: number;
  /** Absent: what all but one in a hundred calls stay under. */
  readonly caps?: CallCaps;
  readonly compression?: CompressionOptions;
  /** Conversations without activity for so many days; default 30. */
  readonly idleDays?: number;
}

async function findSavings(
  usages: readonly OwnedUsage[],
  span: Span,
  where: readonly QueryFilter[],
  context: AskContext,
  choices: OptimiseChoices,
): Promise<{ readonly savings: readonly Saving[]; readonly limits: readonly string[] }> {
  const { config, ledger, now } = context;
  const pricer = compilePricer(context.catalogue, context.aliases);
  const { from, spanMs: measured, words } = await measuredSpan(span, usages, ledger, where);
  const { calls, conversations, spanMs: read, cut } = await measuredCalls(ledger, { from, to: span.to }, where);
  // Where reading stopped after so many calls, they are those of the time until then.
  const spanMs = cut ? read : Math.max(DAY_MS, read);
  const cheap = choices.cheapModel ?? config.routing.cheapModel;
  const strong = choices.strongModel ?? config.routing.strongModel;
  const routing: RoutingOptions = {
    ...(cheap === undefined ? {} : { cheap: { model: cheap } }),
    ...(strong === undefined ? {} : { strong: { model: strong } }),
    ...(choices.routingPercent === undefined ? {} : { percent: choices.routingPercent }),
  };
  const batch: BatchOptions = choices.batchPercent === undefined ? {} : { percent: choices.batchPercent };
  const caching: CachingOptions = {
    groupOf: ({ provider, model, serviceTier, ...usage }) =>
      JSON.stringify([
        provider,
        model,
        serviceTier,
        "project" in usage && usage.project,
        "workload" in usage && usage.workload,
      ]),
    ...(choices.stablePrefixTokens === undefined ? {} : { stablePrefixTokens: choices.stablePrefixTokens }),
  };
  const stale: StaleOptions = {
    threadRate: parseUsd(config.storage.threadRate),
    ...(choices.idleDays === undefined ? {} : { idleDays: choices.idleDays }),
  };
  const ofCalls = [
    compressionSaving(pricer, conversations, spanMs, choices.compression),
    capSaving(pricer, calls, spanMs, choices.caps ?? capsOfOutliers(calls)),
  ];
  const ranked = rankSavings([
    routingSaving(pricer, usages, measured, routing),
    batchSaving(pricer, usages, measured, batch),
    cachingSaving(pricer, usages, measured, caching),
    ...ofCalls,
  ]);
  const stored = await storedStates(ledger, now, where);
  const idle = staleStateSaving(stored.states, now, stale);
  // No provider bills a conversation's storage by the token: what is only planned with does not lead over what is billed.
  const savings = config.storage.inMeasuredSpend ? rankSavings([...ranked, idle]) : [...ranked, ...rankSavings([idle])];
  const count = (some: readonly unknown[]) => some.length.toLocaleString("en-US");
  return {
    savings: savings
      .filter(({ likely }) => likely > 0n)
      .map((saving) =>
        words === undefined || saving.lever === "stale_state" ? saving : { ...saving, how: `${saving.how}; ${words}` },
      ),
    limits: [
      ...(words === undefined || savings.length === 0
        ? []
        : [`${words} only: a month is foretold better after a week of usage, and is never taken from less than a day`]),
      ...(cut
        ? [`caps and compression are judged on the first ${count(calls)} calls of the period, which has more`]
        : []),
      ...(stored.cut
        ? [`stale state is judged on the ${count(stored.states)} conversations that have been idle the longest`]
        : []),
    ],
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What was measured for less than that says little of a month: the words then say for how long it was. */
const ENOUGH_MS = 7 * DAY_MS;

/** How long the usage has been measured: a ledger that began within the period is not spread over all of it. */
interface Measured {
  readonly from: number;
  /** What amounts are scaled from to a month: never less than a day, so that ten busy minutes are not 4,320 times ten minutes. */
  readonly spanMs: number;
  /** For what has been measured for less than a week: "measured over 3 hours". */
  readonly words: string | undefined;
}

async function measuredSpan(
  { from, to }: Span,
  usages: readonly MeasuredUsage[],
  ledger: LedgerReader,
  where: readonly QueryFilter[],
): Promise<Measured> {
  const firstDay = Math.max(
    from,
    usages.reduce((least, { at }) => Math.min(least, at), to),
  );
  if (to - firstDay >= ENOUGH_MS) return { from: firstDay, spanMs: to - firstDay, words: undefined };
  const { rows } = await querySpend(ledger, { from: firstDay, to, zone: UTC, by: ["hour"], where });
  const firstHour = rows.reduce((least, { key }) => Math.min(least, Date.parse(key[0] ?? "")), to);
  const first = Math.max(firstDay, firstHour);
  return { from: first, spanMs: Math.max(DAY_MS, to - first), words: `measured over ${lengthText(to - first)}` };
}

/** "10 minutes", "3 hours", "2 days": whole ones, rounded down. */
function lengthText(ms: number): string {
  const [count, unit] =
    ms < HOUR_MS
      ? [Math.max(1, Math.floor(ms / 60_000)), "minute"]
      : ms < DAY_MS
        ? [Math.floor(ms / HOUR_MS), "hour"]
        : [Math.floor(ms / DAY_MS), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

import { formatDelta, formatUsd, periodAt, RunrateError, UTC, type Span } from "@runrate/core";
import {
  coverage,
  dataThrough,
  restatements,
  storedPriceBasis,
  type LedgerReader,
  type SourceCoverage,
} from "@runrate/ledger";
import type { Answer, AnswerCoverage } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { resolvePeriod, type ResolvedPeriod } from "./resolve-period.ts";
import { dimensionWord } from "./grammar/dimensions.ts";
import type { QueryFilter, QueryPeriod } from "./query.ts";

/** Said where $0 would otherwise be the answer. */
export const NO_USAGE = "no usage has been recorded yet: `runrate import <file>` reads some";

/** What every question about recorded usage rests on: a period, and how far the data reach. */
export interface SpendFrame {
  readonly zone: string;
  readonly period: ResolvedPeriod;
  /** What of the spend is meant, as people say it ("project support"); empty for all of it. */
  readonly scope: string;
  /** The period up to now: usage that is dated later has not happened yet. */
  readonly span: Span;
  readonly sources: readonly SourceCoverage[];
  /** Up to where every source that is not stale has delivered; null without data. */
  readonly through: number | null;
  /** Up to where the period can be judged: now, or where the data end. */
  readonly end: number;
  /** The period is not over, or its data have not all come. */
  readonly partial: boolean;
  /** What the ledger's amounts were computed at. */
  readonly basis: AskContext["basis"];
  /** What is to be said of closed months in it that have changed since. */
  readonly restated: readonly string[];
}

/** Resolves the period of a question and looks up how far each source reaches. @throws RunrateError `bad_period` */
export async function spendFrame(
  {
    period,
    zone: asked,
    where = [],
  }: { readonly period: QueryPeriod; readonly zone: string | null; readonly where?: readonly QueryFilter[] },
  { ledger, now, zone: usual, basis }: AskContext,
): Promise<SpendFrame> {
  const zone = asked ?? usual;
  const resolved = resolvePeriod(period, now, zone);
  const { from, to } = resolved.span;
  if (from > now) {
    throw new RunrateError("bad_period", `${resolved.label} has not come yet`, { hint: "forecast" });
  }
  const sources = await coverage(ledger, now);
  const reached = dataThrough(sources);
  const through = reached === null ? null : Math.min(reached, now);
  const end = through ?? now;
  const span = { from, to: Math.max(from, Math.min(to, now)) };
  return {
    zone,
    period: resolved,
    scope: scopeText(where),
    span,
    sources,
    through,
    end,
    partial: end < to,
    // Usage may have been imported at prices that are not at hand now.
    basis: basis === "negotiated" ? basis : await storedPriceBasis(ledger),
    restated: await restatedMonths(span, ledger),
  };
}

/** Filters as people say them: "project support", "project search or chat, all but model gpt-5.5"; empty for none. */
export function scopeText(where: readonly QueryFilter[]): string {
  return where
    .map((filter) => {
      const values = filter.values.map((value) => value ?? "unattributed").join(" or ");
      return `${"not" in filter ? "all but " : ""}${dimensionWord(filter.dimension)} ${values}`;
    })
    .join(", ");
}

/** What a headline is about: the scope, then the period as `periodLabel` has it. */
export function frameLabel(frame: SpendFrame): string {
  return frame.scope === "" ? periodLabel(frame) : `${frame.scope}, ${periodLabel(frame)}`;
}

/** The period as people say it, with its zone: "November 2026 so far (UTC)", "yesterday (2026-11-23, UTC)". */
export function periodLabel({ period, partial, zone }: Pick<SpendFrame, "period" | "partial" | "zone">): string {
  const [, name = period.label, day] = /^(.+) \((.+)\)$/.exec(period.label) ?? [];
  return `${name}${partial ? " so far" : ""} (${day === undefined ? "" : `${day}, `}${zone})`;
}

/** What the answer's figures may be trusted for. A stale source is named where its missing data may belong to the period. */
export function framedAnswer(
  frame: SpendFrame,
  { now }: AskContext,
): Pick<Answer, "period" | "coverage" | "dataThrough" | "warnings" | "basis"> {
  const { period, zone, partial, sources, through, restated, basis } = frame;
  return {
    basis,
    period: {
      from: new Date(period.span.from).toISOString(),
      to: new Date(period.span.to).toISOString(),
      zone,
      partial,
      label: period.label,
    },
    coverage: coverageOf(sources),
    dataThrough: through === null ? null : new Date(through).toISOString(),
    warnings: [
      ...(sources.length === 0 ? [NO_USAGE] : []),
      ...staleSources(sources, Math.min(period.span.to, now)),
      ...restated,
    ],
  };
}

/** Each source with how far it reaches, as an answer shows it. */
export function coverageOf(sources: readonly SourceCoverage[]): AnswerCoverage[] {
  return sources.map(({ source, provider, reaches, stale, billing }) => ({
    source,
    provider,
    reaches: new Date(reaches).toISOString(),
    stale,
    included: billing,
  }));
}

/** Sources from which nothing has come for too long, where what they lack may belong before an instant. */
export function staleSources(sources: readonly SourceCoverage[], wanted: number): string[] {
  return sources
    .filter(({ billing, stale, reaches }) => billing && stale && reaches < wanted)
    .map(
      ({ source, provider, reaches }) =>
        `${source} (${provider}) has delivered nothing since ${new Date(reaches).toISOString()}: what it may lack is not in these figures`,
    );
}

/** Months in a span that were closed and no longer say what they said: what changed is shown, never silent. */
export async function restatedMonths(span: Span, ledger: LedgerReader): Promise<string[]> {
  const changed = await restatements(ledger);
  return changed
    .filter(({ month }) => {
      const from = Date.parse(`${month}-01T00:00:00Z`);
      return from < span.to && periodAt("month", from, UTC).to > span.from;
    })
    .map(
      ({ month, usd, difference }) =>
        `${month} was closed at ${formatUsd(usd)} and has been restated since by ${formatDelta(difference, usd)}`,
    );
}

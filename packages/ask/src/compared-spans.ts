import { dayName, likeWithLike, type Span } from "@runrate/core";
import { tellableSpan, usageBegins } from "@runrate/ledger";
import type { AskContext } from "./ask-context.ts";
import type { QueryAgainst } from "./query.ts";
import { resolveAgainst } from "./resolve-period.ts";
import { restatedMonths, type SpendFrame } from "./spend-frame.ts";

const DAY_MS = 86_400_000;

/** Two spans that can be held against each other. */
export interface ComparedSpans {
  readonly current: Span;
  readonly earlier: Span;
  /** "October 2026", or "the same span of October 2026" while the current period is running. */
  readonly earlierLabel: string;
  readonly partial: boolean;
}

/** A period against another, like with like: the same elapsed span where the current one is not over. @throws RunrateError `bad_period` */
export async function comparedSpans(
  against: QueryAgainst,
  frame: SpendFrame,
  { ledger, now }: Pick<AskContext, "ledger" | "now">,
): Promise<ComparedSpans> {
  const { period, end, zone } = frame;
  const earlier = resolveAgainst(against, period, now, zone);
  if (period.calendar === null || earlier.calendar === null) {
    return { current: frame.span, earlier: earlier.span, earlierLabel: earlier.label, partial: false };
  }
  const spans = likeWithLike(period.calendar, end, earlier.calendar);
  const earlierLabel = spans.partial ? `the same span of ${earlier.label}` : earlier.label;
  return {
    current: spans.current,
    earlier: await tellableSpan(ledger, spans.earlier),
    earlierLabel,
    partial: spans.partial,
  };
}

/** That the ledger does not reach back to where a period begins: its total is then of a part, and $0 before it is no fact. */
export async function begunNotes(
  { span, period, zone, sources }: SpendFrame,
  { ledger }: Pick<AskContext, "ledger">,
): Promise<string[]> {
  // Of all time the beginning is that of the ledger.
  if (sources.length === 0 || span.to <= span.from || period.label === "all time") return [];
  const begins = await usageBegins(ledger);
  // A few days without a call at the beginning of a month are not missing, a month or more of a year is.
  if (begins === null || (begins < span.to && begins - span.from < 31 * DAY_MS)) return [];
  const day = dayName(begins, zone);
  return [
    begins >= span.to
      ? `usage is recorded from ${day} on: nothing is known of this period`
      : `usage is recorded from ${day} on: the period is covered in part`,
  ];
}

/**
 * What is to be said of the span that is compared with: that the ledger does not reach back to it, since a comparison with nothing
 * recorded is no growth, or that a closed month in it has changed since.
 */
export async function earlierNotes(
  earlier: Span,
  zone: string,
  { ledger }: Pick<AskContext, "ledger">,
): Promise<string[]> {
  if (earlier.to <= earlier.from) return [];
  const restated = await restatedMonths(earlier, ledger);
  const begins = await usageBegins(ledger);
  if (begins === null || begins - earlier.from < DAY_MS) return restated;
  const day = dayName(begins, zone);
  return begins >= earlier.to
    ? [`usage is recorded from ${day} on: there is nothing earlier to compare with`]
    : [`usage is recorded from ${day} on: the earlier period is covered in part`, ...restated];
}

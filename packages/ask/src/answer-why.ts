import {
  formatPercentDelta,
  formatSigned,
  formatUsd,
  picoUsd,
  type ChangeExplanation,
  type ChangePart,
  type GroupChange,
  type PicoUsd,
  type Span,
} from "@runrate/core";
import { querySpend } from "@runrate/ledger";
import { blankAnswer, field, leftColumn, rightColumn, text, usd } from "./answer-base.ts";
import type { Answer, AnswerDriver, AnswerRow } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { earlierNotes, comparedSpans, type ComparedSpans } from "./compared-spans.ts";
import { explainSpend } from "./explain-spend.ts";
import type { QueryDimension, QueryFilter, QueryOf } from "./query.ts";
import { frameLabel, framedAnswer, spendFrame } from "./spend-frame.ts";

/** Why spend changed against an earlier period: parts that add up to the difference, by what the question asks, or by what tells most. */
export async function answerWhy(query: QueryOf<"why">, context: AskContext): Promise<Answer> {
  const frame = await spendFrame(query, context);
  const spans = await comparedSpans(query.against, frame, context);
  const { by, explanation: change } = await explainBy(query.by, spans, query.where, context);
  const { unpriced } = change;
  const framed = framedAnswer(frame, context);
  const requests = unpriced.laterRequests + unpriced.earlierRequests;
  return {
    ...blankAnswer("why", query, context),
    ...framed,
    warnings: [...new Set([...framed.warnings, ...(await earlierNotes(spans.earlier, frame.zone, context))])],
    headline: headline(change, frameLabel(frame), spans.earlierLabel, unpriced.laterRequests > 0n),
    totalUsd: change.laterUsd,
    fields: [
      field("earlier_usd", usd(change.earlierUsd), spans.earlierLabel),
      field("delta_usd", { type: "delta", usd: change.difference, base: change.earlierUsd }, "difference"),
      ...change.parts.map(({ part, usd: amount }) =>
        field(
          `${part.replaceAll("-", "_")}_usd`,
          { type: "delta", usd: amount, base: change.earlierUsd },
          PART_LABELS[part],
        ),
      ),
    ],
    columns: [
      leftColumn(by),
      rightColumn("earlier_usd", "before"),
      rightColumn("usd", "now"),
      rightColumn("delta_usd", "difference"),
      leftColumn("cause", "mostly"),
    ],
    rows: change.groups.map((group) => rowOf(group, by)),
    drivers: driversOf(change),
    assumptions: [
      ...(spans.partial ? ["both periods are compared over the same elapsed span"] : []),
      "causes are taken one after the other, in the order volume, mix, size, caching, price: their parts add up exactly",
    ],
    unpriced: { requests, models: unpriced.models },
    suggestions: by === "model" ? ["why by project", "trend by model"] : ["why by model", `trend by ${by}`],
  };
}

/** Explains a change by the dimension asked, or by the one that tells most where none is. */
export async function explainBy(
  asked: QueryDimension | null,
  { current: later, earlier }: ComparedSpans,
  where: readonly QueryFilter[],
  context: AskContext,
): Promise<{ readonly by: QueryDimension; readonly explanation: ChangeExplanation }> {
  const by = asked ?? (await tellingDimension(later, where, context));
  return { by, explanation: await explainSpend({ earlier, later, by, where }, context) };
}

/** What each part of a change means, for a reader. */
const PART_LABELS: Readonly<Record<ChangePart, string>> = {
  volume: "number of calls",
  mix: "which models are called",
  "output-size": "output tokens per call",
  "input-size": "input tokens per call",
  caching: "cached share",
  other: "tools, sessions and the rest",
  price: "list prices",
  new: "new",
  gone: "gone",
};

/** The first of project and workload in which most of the spend is attributed and divided; else the model. */
async function tellingDimension(
  span: Span,
  where: readonly QueryFilter[],
  { ledger }: AskContext,
): Promise<QueryDimension> {
  for (const by of ["project", "workload"] as const) {
    const { rows, total } = await querySpend(ledger, { ...span, zone: "UTC", by: [by], where });
    const named = rows.filter(({ key }) => key[0] != null);
    const attributed = named.reduce((sum, { usd: amount }) => sum + amount, 0n);
    if (named.length > 1 && attributed * 2n > total.usd) return by;
  }
  return "model";
}

function headline(change: ChangeExplanation, label: string, earlierLabel: string, hasUnpriced: boolean): string {
  const atLeast = hasUnpriced ? "at least " : "";
  const { difference, earlierUsd, laterUsd } = change;
  const now = `${label}: ${atLeast}${formatUsd(laterUsd)}`;
  if (difference === 0n) return `${now}, as much as ${earlierLabel}`;
  const size = picoUsd(difference < 0n ? -difference : difference);
  const moved = `${difference > 0n ? "up" : "down"} ${formatUsd(size)} (${formatPercentDelta(difference, earlierUsd)})`;
  const [first] = change.drivers.filter(({ usd: amount }) => amount > 0n === difference > 0n);
  const cause = first ? `; most of it: ${first.group}, ${causeOf(first.part, first.usd)}` : "";
  return `${now}, ${moved} on ${formatUsd(earlierUsd)} in ${earlierLabel}${cause}`;
}

/** Every part of every group, largest first; they add up to the difference. */
export function driversOf({ drivers }: ChangeExplanation): AnswerDriver[] {
  return drivers.map(({ group, part, usd: amount }) => ({
    name: group,
    part,
    cause: causeWords(part, amount > 0n),
    usd: amount,
  }));
}

/** A part of a change in words: "more calls +$2.65". */
export function causeOf(part: ChangePart, amount: PicoUsd): string {
  return `${causeWords(part, amount > 0n)} ${formatSigned(amount)}`;
}

function causeWords(part: ChangePart, up: boolean): string {
  switch (part) {
    case "volume":
      return up ? "more calls" : "fewer calls";
    case "mix":
      return up ? "dearer models" : "cheaper models";
    case "output-size":
      return up ? "longer output" : "shorter output";
    case "input-size":
      return up ? "longer input" : "shorter input";
    case "caching":
      return up ? "less of the input cached" : "more of the input cached";
    case "price":
      return up ? "higher prices" : "lower prices";
    case "new":
      return "new";
    case "gone":
      return "gone";
    case "other":
      return "tools, sessions and the rest";
  }
}

function rowOf({ group, earlierUsd, laterUsd, difference, parts }: GroupChange, by: QueryDimension): AnswerRow {
  const [first] = parts;
  return {
    cells: {
      [by]: text(group),
      earlier_usd: usd(earlierUsd),
      usd: usd(laterUsd),
      delta_usd: { type: "delta", usd: difference, base: earlierUsd },
      cause: first ? text(causeOf(first.part, first.usd)) : { type: "none" },
      ...Object.fromEntries(
        parts.map(({ part, usd: amount }) => [`${part.replaceAll("-", "_")}_usd`, usd(amount)] as const),
      ),
    },
  };
}

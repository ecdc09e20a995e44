import { formatUsd, picoUsd, scaleUsd } from "@runrate/core";
import { querySpend, type SpendRow } from "@runrate/ledger";
import { blankAnswer, field, usd } from "./answer-base.ts";
import type { Answer, AnswerSeries } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { UNATTRIBUTED } from "./explain-spend.ts";
import { begunNotes } from "./compared-spans.ts";
import type { QueryOf } from "./query.ts";
import { frameLabel, framedAnswer, spendFrame } from "./spend-frame.ts";
import { rangeAssumption } from "./answer-spend.ts";
import { spendColumns, spendRows, spentText } from "./spend-rows.ts";
import { bucketNames, fittingBucket, spendSeries } from "./time-series.ts";

/** More lines than these are one, named for what they are. */
const MOST_LINES = 5;

/** Spend over time: a row and a point for each bucket, a line for each group asked. */
export async function answerTrend(query: QueryOf<"trend">, context: AskContext): Promise<Answer> {
  const frame = await spendFrame(query, context);
  const { zone, period, span } = frame;
  const bucket = query.bucket ?? fittingBucket(span);
  const by = query.by === null ? [bucket] : [bucket, query.by];
  const result = await querySpend(context.ledger, { ...span, zone, by, where: query.where });
  const first = result.rows[0]?.key[0] ?? null;
  const names = bucketNames(bucket, span, zone).filter(
    (name) => period.label !== "all time" || first === null || name >= first,
  );
  const series = query.by === null ? [spendSeries("spend", names, result.rows)] : groupSeries(names, result.rows);
  const whole = spendSeries("all", names, result.rows).points;
  const highest = whole.reduce((most, point) => (point.usd > most.usd ? point : most), {
    label: "",
    usd: picoUsd(-1n),
  });
  const mean = whole.length === 0 ? picoUsd(0n) : scaleUsd(result.total.usd, 1n, BigInt(whole.length));
  const aBucket = bucket === "hour" ? "an hour" : `a ${bucket}`;
  const framed = framedAnswer(frame, context);
  return {
    ...blankAnswer("trend", query, context),
    ...framed,
    warnings: [...framed.warnings, ...(await begunNotes(frame, context))],
    headline: `${frameLabel(frame)} by ${bucket}: ${spentText(result.total)}, ${formatUsd(mean)} ${aBucket} in the mean${
      highest.usd > 0n ? `, most on ${highest.label} (${formatUsd(highest.usd)})` : ""
    }`,
    totalUsd: result.total.usd,
    fields: [field("mean_usd", usd(mean), `mean of ${aBucket}`)],
    columns: spendColumns(by),
    // Newest first, as a reader looks for what is now.
    rows: newestFirst(spendRows(by, result, null), bucket),
    series,
    assumptions: rangeAssumption(result),
    unpriced: { requests: result.total.unpricedRequests, models: result.unpricedModels },
    suggestions: query.by === null ? [`trend by model`, "forecast"] : ["trend", "forecast"],
  };
}

function newestFirst(rows: Answer["rows"], bucket: string): Answer["rows"] {
  const nameOf = (row: (typeof rows)[number]): string => {
    const value = row.cells[bucket];
    return value?.type === "text" ? value.text : "";
  };
  // The rows of one bucket keep their order: dearest first.
  return rows.toSorted((a, b) => (nameOf(a) === nameOf(b) ? 0 : nameOf(a) < nameOf(b) ? 1 : -1));
}

/** A line for each of the dearest groups, and one for the rest. */
function groupSeries(names: readonly string[], rows: readonly SpendRow[]): AnswerSeries[] {
  const sums = new Map<string, bigint>();
  const groupOf = ({ key }: SpendRow) => key[1] ?? UNATTRIBUTED;
  // A group without any price has no line: at 0 it would look free.
  const priced = rows.filter((row) => row.unpricedRequests < row.counts.requests || row.usd !== 0n);
  for (const row of priced) sums.set(groupOf(row), (sums.get(groupOf(row)) ?? 0n) + row.usd);
  const ordered = [...sums].toSorted(([a, left], [b, right]) =>
    left === right ? (a < b ? -1 : 1) : left > right ? -1 : 1,
  );
  const own = ordered.slice(0, ordered.length > MOST_LINES + 1 ? MOST_LINES : MOST_LINES + 1).map(([name]) => name);
  const rest = priced.filter((row) => !own.includes(groupOf(row)));
  return [
    ...own.map((name) =>
      spendSeries(
        name,
        names,
        priced.filter((row) => groupOf(row) === name),
      ),
    ),
    ...(rest.length === 0 ? [] : [spendSeries(`${ordered.length - own.length} others`, names, rest)]),
  ];
}

import type { Answer, AnswerRow, AnswerSeries } from "@runrate/ask";
import { sumUsd, toDecimal, ZERO_USD, type PicoUsd } from "@runrate/core";
import type { ChartBlock } from "./block.ts";
import { cut, oneLine } from "./text.ts";

/** docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const MOST_POINTS = 20;
const MOST_SERIES = 6;
const MOST_LABEL = 20;
const MOST_TITLE = 50;

interface Line {
  readonly name: string;
  readonly points: ReadonlyMap<string, PicoUsd>;
}

/** An answer's series, or its rows where there are none, as one native chart; undefined where a picture would tell nothing. */
export function answerChart(answer: Answer): ChartBlock | undefined {
  const lines = answer.series.length > 0 ? linesOf(answer.series) : rowLines(answer);
  const labels = [...new Set(lines.flatMap(({ points }) => [...points.keys()]))];
  if (answer.series.length > 1) labels.sort(compareLabels);
  if (labels.length < 2) return undefined;
  const shown = fewer(lines).filter(({ points }) => [...points.values()].some((usd) => usd !== ZERO_USD));
  if (shown.length === 0) return undefined;
  const buckets = bucketed(labels);
  const categories = distinct(buckets.map((bucket) => bucketLabel(bucket)));
  const names = distinct(shown.map(({ name }) => cut(oneLine(name) || "other", MOST_LABEL)));
  const isOverTime = answer.kind === "trend";
  return {
    type: "data_visualization",
    title: cut(titleOf(answer), MOST_TITLE),
    chart: {
      type: isOverTime && shown.length > 1 ? "line" : "bar",
      series: shown.map(({ points }, index) => ({
        name: names[index] ?? "other",
        data: buckets.map((bucket, place) => ({
          label: categories[place] ?? "",
          value: chartValue(sumUsd(bucket.map((label) => points.get(label) ?? ZERO_USD))),
        })),
      })),
      axis_config: { categories, y_label: "USD" },
    },
  };
}

function titleOf({ kind, question, columns, series }: Answer): string {
  if (series.some(({ of }) => of === "forecast")) {
    return series.some(({ of }) => of === "spend") ? "Spent and expected, USD" : "Expected, USD";
  }
  const [by] = columns;
  if (kind === "optimise") return "Saved a month, USD";
  return series.length === 0 && by ? `USD by ${by.label}` : oneLine(question) || kind.replaceAll("_", " ");
}

function linesOf(series: readonly AnswerSeries[]): Line[] {
  return series.map(({ name, points }) => ({
    name,
    points: new Map(points.map(({ label, usd }) => [oneLine(label) || "(none)", usd])),
  }));
}

/** Answers whose rows are not alike: a part beside the whole, an amount beside a limit. */
const NO_CHART: ReadonlySet<Answer["kind"]> = new Set(["help", "budget", "estimate", "storage"]);

/** Rows that name one thing each, as bars: the amount, and beside it the earlier one where two periods are compared. */
function rowLines({ kind, columns, rows }: Answer): Line[] {
  const left = columns.filter(({ align }) => align === "left").map(({ name }) => name);
  const [by] = left;
  if (by === undefined || NO_CHART.has(kind)) return [];
  if (rows.some(({ cells }) => cells[by]?.type !== "text")) return [];
  const isTime = ["hour", "day", "week", "month", "quarter", "year"].includes(by);
  // A chart reads from left to right, a table has the newest first.
  const ordered = isTime ? rows.toReversed() : rows.slice(0, MOST_POINTS);
  const label = ({ cells }: AnswerRow) => {
    const cell = cells[by];
    return cell?.type === "text" ? oneLine(cell.text) || "(none)" : "(none)";
  };
  if (new Set(ordered.map(label)).size < ordered.length) return [];
  const line = (column: string, name: string): Line[] => {
    const amounts = ordered.map((row): [string, PicoUsd] => {
      const cell = row.cells[column];
      return [label(row), cell?.type === "usd" ? cell.usd : ZERO_USD];
    });
    const isThere = ordered.some(({ cells }) => cells[column]?.type === "usd");
    return isThere ? [{ name, points: new Map(amounts) }] : [];
  };
  const before = [...line("earlier_usd", "before"), ...line("before_usd", "before")];
  return [...before, ...line("usd", before.length === 0 ? "USD" : "now")];
}

/** As many lines as a chart takes: the smaller ones are drawn as one. */
function fewer(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= MOST_SERIES) return lines;
  const total = ({ points }: Line) => sumUsd([...points.values()]);
  const bySize = lines.toSorted((a, b) => (total(b) > total(a) ? 1 : -1));
  const rest = new Map<string, PicoUsd>();
  for (const { points } of bySize.slice(MOST_SERIES - 1)) {
    for (const [label, usd] of points) rest.set(label, sumUsd([rest.get(label) ?? ZERO_USD, usd]));
  }
  return [...bySize.slice(0, MOST_SERIES - 1), { name: "all others", points: rest }];
}

/** Neighbours together, so that there are at most so many; what they hold is added up, nothing is left out. */
function bucketed(labels: readonly string[]): string[][] {
  const size = Math.ceil(labels.length / MOST_POINTS);
  const buckets: string[][] = [];
  for (let start = 0; start < labels.length; start += size) buckets.push(labels.slice(start, start + size));
  return buckets;
}

/** `11-01…11-03` for three days of a month, whatever else the ends have in common left out. */
function bucketLabel(labels: readonly string[]): string {
  const first = labels[0] ?? "";
  const last = labels.at(-1) ?? "";
  if (first === last) return cut(shortDay(first), MOST_LABEL);
  const short = `${shortDay(first)}…${shortDay(last)}`;
  return short.length <= MOST_LABEL ? short : cut(shortDay(first), MOST_LABEL);
}

/** `11-24` for a day, `11-24 13:00` for an hour: the year stands in the headline. */
function shortDay(label: string): string {
  const [, day, time] = /^\d{4}-(\d\d-\d\d)(?:T(\d\d:\d\d).*)?$/.exec(label) ?? [];
  return day === undefined ? label : time === undefined ? day : `${day} ${time}`;
}

/** Names that were cut to the same are told apart by a number. */
function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let count = 2; seen.has(own); count += 1)
      own = `${name.slice(0, MOST_LABEL - String(count).length - 1)} ${count}`;
    seen.add(own);
    return own;
  });
}

/** Where the point stands in the picture: six digits are more than an eye can tell apart. Exact amounts are in the text and the table. */
function chartValue(usd: PicoUsd): number {
  return Number(Number(toDecimal(usd)).toPrecision(6));
}

function compareLabels(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

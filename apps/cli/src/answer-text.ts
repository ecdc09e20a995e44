import { styleText } from "node:util";
import { instantText, valueText, type Answer, type AnswerSeries, type AnswerValue } from "@runrate/ask";
import { formatUsd, picoUsd, sumUsd } from "@runrate/core";
import { renderColumns } from "./columns.ts";
import { printable } from "./failure.ts";
import { fitColumns } from "./fit-columns.ts";
import { sparkline } from "./sparkline.ts";
import type { TextStyle } from "./terminal.ts";

/** So many causes of a change are named under its headline. */
const MOST_DRIVERS = 6;
const MOST_ROWS = 60;
/** A part of a change below a ten-thousandth of a cent is what rounding left over: it is in the JSON, not on a screen. */
const DUST = 1_000_000n;

/**
 * An answer as lines for a person. On a terminal with colour and sparklines, cut to its width; in a pipe plain. Names come from
 * outside: nothing in them that a terminal would obey is printed.
 */
export function answerText(answer: Answer, style: TextStyle): string {
  if (answer.kind === "not_understood") return notUnderstood(answer, style);
  const sections = [
    [paint(style, "bold", printable(answer.headline))],
    fieldLines(answer, style),
    sparkLines(answer.series, style),
    driverLines(answer, style),
    tableLines(answer, style),
    [...unpricedLines(answer, style), ...noteLines(answer, style)],
    suggestionLines(answer, style),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

type Format = Parameters<typeof styleText>[0];

function paint({ colour }: TextStyle, format: Format, text: string): string {
  return colour ? styleText(format, text, { validateStream: false }) : text;
}

function notUnderstood({ headline, suggestions }: Answer, style: TextStyle): string {
  const examples = suggestions.map((suggestion) => `  ${printable(suggestion)}`);
  return [
    paint(style, "bold", printable(headline)),
    ...(examples.length === 0 ? [] : ["You can ask:"]),
    ...examples,
  ].join("\n");
}

function fieldLines({ fields }: Answer, style: TextStyle): string[] {
  const worth = fields.filter(({ value }) => value.type !== "none" && !isDust(value));
  const width = Math.max(0, ...worth.map(({ label }) => printable(label).length));
  return worth.map(({ label, value }) => `${printable(label).padEnd(width)}  ${coloured(value, style)}`);
}

function isDust(value: AnswerValue): boolean {
  return value.type === "delta" && value.usd !== 0n && value.usd < DUST && value.usd > -DUST;
}

/** One line for each series, oldest first; the values of its ends stand beside it. Only where somebody looks at a terminal. */
function sparkLines(series: readonly AnswerSeries[], style: TextStyle): string[] {
  if (style.width === undefined) return [];
  const shown = series.filter(({ points }) => points.length > 1);
  const names = shown.map(({ name, of }) =>
    printable(of === "forecast" && shown.length > 1 ? `${name} (forecast)` : name),
  );
  const nameWidth = Math.min(24, Math.max(0, ...names.map((name) => name.length)));
  const room = Math.max(10, style.width - nameWidth - 40);
  return shown.map(({ points, of }, index) => {
    const name = (names[index] ?? "").slice(0, nameWidth).padEnd(nameWidth);
    const [first, last] = [points[0], points.at(-1)];
    const most = points.reduce((high, { usd }) => (usd > high ? usd : high), picoUsd(0n));
    const line = sparkline(
      points.map(({ usd }) => usd),
      room,
    );
    const ends = `${first?.label ?? ""} … ${last?.label ?? ""}, most ${formatUsd(most)}`;
    return `${name}  ${paint(style, of === "forecast" ? "yellow" : "cyan", line)}  ${paint(style, "dim", printable(ends))}`;
  });
}

function driverLines({ kind, drivers }: Answer, style: TextStyle): string[] {
  if (kind !== "why" || drivers.length === 0) return [];
  const shown = drivers.slice(0, MOST_DRIVERS).map(({ name, cause, usd }) => {
    const amount = `${usd < 0n ? "" : "+"}${formatUsd(usd)}`;
    return { usd, amount, cause: `${printable(name)}: ${cause}` };
  });
  const width = Math.max(...shown.map(({ amount }) => amount.length));
  return shown.map(
    ({ usd, amount, cause }) => `${paint(style, usd > 0n ? "red" : "green", amount.padStart(width))}  ${cause}`,
  );
}

function tableLines(answer: Answer, style: TextStyle): string[] {
  if (answer.kind === "help") return helpLines(answer, style);
  const { columns, rows } = answer.kind === "trend" && answer.series.length > 1 ? seriesTable(answer) : answer;
  if (rows.length === 0) return [];
  const table = fitColumns(
    columns.map(({ name, label, align }) => ({ name, heading: printable(label), align })),
    rows.slice(0, mostRows(style)).map(({ cells }) => columns.map(({ name }) => shown(cells[name]))),
    style.width,
  );
  const [heading = "", ...lines] = renderColumns(table.columns, table.rows).split("\n");
  const more = rows.length - lines.length;
  const rest = more > 0 ? [paint(style, "dim", `… and ${more.toLocaleString("en-US")} more: --json has all`)] : [];
  return [paint(style, "dim", heading), ...lines, ...rest];
}

/** A terminal shows what can be read on it, a pipe gets everything. */
function mostRows({ width }: TextStyle): number {
  return width === undefined ? Infinity : MOST_ROWS;
}

/** A trend of several groups as a table with a column for each, newest bucket first: a row for each bucket and group reads badly. */
function seriesTable({ columns, series }: Answer): Pick<Answer, "columns" | "rows"> {
  const [bucket] = columns;
  const labels = (series[0]?.points ?? []).map(({ label }) => label);
  const amounts = series.map(({ points }) => points.map(({ usd }) => usd));
  return {
    columns: [
      ...(bucket ? [bucket] : []),
      ...series.map(({ name }) => ({ name: `series:${name}`, label: name, align: "right" as const })),
      { name: "all", label: "all", align: "right" },
    ],
    rows: labels
      .map((label, index) => ({
        cells: {
          [bucket?.name ?? ""]: { type: "text" as const, text: label },
          ...Object.fromEntries(
            series.map(({ name }, line) => {
              const usd = amounts[line]?.[index] ?? picoUsd(0n);
              return [`series:${name}`, { type: "usd" as const, usd }];
            }),
          ),
          all: { type: "usd" as const, usd: sumUsd(amounts.map((line) => line[index] ?? picoUsd(0n))) },
        },
      }))
      .toReversed(),
  };
}

function unpricedLines({ unpriced: { requests, models } }: Answer, style: TextStyle): string[] {
  if (requests === 0n) return [];
  const verb = requests === 1n ? "request has" : "requests have";
  const line = `${requests.toLocaleString("en-US")} ${verb} no price (${models.map(printable).join(", ")}): they are in no amount`;
  return [paint(style, "yellow", line)];
}

/** What a figure may be trusted for: warnings, assumptions, then what it was computed at and how far the data reach. */
function noteLines(answer: Answer, style: TextStyle): string[] {
  const { warnings, assumptions, basis, priceDate, dataThrough, coverage } = answer;
  const prices =
    basis === null
      ? []
      : [basis === "billed" ? "as billed" : `${basis} prices${priceDate === null ? "" : ` of ${priceDate}`}`];
  const through = dataThrough === null ? [] : [`data through ${instantText(dataThrough)}`];
  const left = coverage.filter(({ included }) => !included).map(({ source, provider }) => `${source} (${provider})`);
  const excluded = left.length === 0 ? [] : [`not included: ${left.join(", ")}`];
  const trust = [...prices, ...through, ...excluded].map(printable).join(", ");
  return [
    ...warnings.map((line) => paint(style, "yellow", printable(line))),
    ...assumptions.map((line) => paint(style, "dim", printable(line))),
    ...(trust === "" ? [] : [paint(style, "dim", trust)]),
  ];
}

/** The questions of the help by topic, each as it can be typed. */
function helpLines({ rows }: Answer, style: TextStyle): string[] {
  const cell = (row: (typeof rows)[number], name: string): string => shown(row.cells[name]);
  const width = 46;
  return rows.flatMap((row, index) => {
    const before = rows[index - 1];
    const topic = cell(row, "topic");
    const heading = before === undefined || cell(before, "topic") !== topic ? [paint(style, "bold", topic)] : [];
    const question = cell(row, "question");
    const answers = paint(style, "dim", cell(row, "answers"));
    const line =
      question.length <= width
        ? `  ${question.padEnd(width)}  ${answers}`
        : `  ${question}\n  ${" ".repeat(width)}  ${answers}`;
    return [...heading, line];
  });
}

function suggestionLines({ kind, suggestions }: Answer, style: TextStyle): string[] {
  if (suggestions.length === 0 || style.width === undefined || kind === "help") return [];
  return [paint(style, "dim", `ask next: ${suggestions.slice(0, 3).map(printable).join(" · ")}`)];
}

function coloured(value: AnswerValue, style: TextStyle): string {
  if (value.type !== "delta" || value.usd === 0n) return shown(value);
  return paint(style, value.usd > 0n ? "red" : "green", shown(value));
}

/** A value as text: amounts rounded for reading, tokens in three digits. */
function shown(value: AnswerValue | undefined): string {
  if (value === undefined || value.type === "none") return "";
  return value.type === "text" ? printable(value.text) : valueText(value);
}

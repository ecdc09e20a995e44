import { styleText } from "node:util";
import type { Answer, AnswerSeries, AnswerValue } from "@runrate/ask";
import { formatDelta, formatPercent, formatTokens, formatUsd, picoUsd } from "@runrate/core";
import { renderColumns } from "./columns.ts";
import { printable } from "./failure.ts";
import { fitColumns } from "./fit-columns.ts";
import { sparkline } from "./sparkline.ts";
import type { TextStyle } from "./terminal.ts";

/** So many causes of a change are named under its headline. */
const MOST_DRIVERS = 6;

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
  const shown = fields.filter(({ value }) => value.type !== "none");
  const width = Math.max(0, ...shown.map(({ label }) => printable(label).length));
  return shown.map(({ label, value }) => `${printable(label).padEnd(width)}  ${coloured(value, style)}`);
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
  const shown = drivers.slice(0, MOST_DRIVERS).map(({ name, part, usd }) => {
    const amount = `${usd < 0n ? "" : "+"}${formatUsd(usd)}`;
    return { usd, amount, cause: `${printable(name)}: ${part.replaceAll("-", " ")}` };
  });
  const width = Math.max(...shown.map(({ amount }) => amount.length));
  return shown.map(
    ({ usd, amount, cause }) => `${paint(style, usd > 0n ? "red" : "green", amount.padStart(width))}  ${cause}`,
  );
}

function tableLines({ columns, rows }: Answer, style: TextStyle): string[] {
  if (rows.length === 0) return [];
  const table = fitColumns(
    columns.map(({ name, label, align }) => ({ name, heading: printable(label), align })),
    rows.map(({ cells }) => columns.map(({ name }) => shown(cells[name]))),
    style.width,
  );
  const [heading = "", ...lines] = renderColumns(table.columns, table.rows).split("\n");
  return [paint(style, "dim", heading), ...lines];
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
  const through = dataThrough === null ? [] : [`data through ${dataThrough}`];
  const left = coverage.filter(({ included }) => !included).map(({ source, provider }) => `${source} (${provider})`);
  const excluded = left.length === 0 ? [] : [`not included: ${left.join(", ")}`];
  const trust = [...prices, ...through, ...excluded].map(printable).join(", ");
  return [
    ...warnings.map((line) => paint(style, "yellow", printable(line))),
    ...assumptions.map((line) => paint(style, "dim", printable(line))),
    ...(trust === "" ? [] : [paint(style, "dim", trust)]),
  ];
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
  switch (value?.type) {
    case "text":
      return printable(value.text);
    case "usd":
      return value.low === undefined || value.high === undefined
        ? formatUsd(value.usd)
        : `${formatUsd(value.usd)} (${formatUsd(value.low)} to ${formatUsd(value.high)})`;
    case "rate":
      return `$${value.usd}`;
    case "unpriced":
      return "no price";
    case "delta":
      return formatDelta(value.usd, value.base);
    case "count":
      return value.unit === "tokens" ? formatTokens(value.count) : value.count.toLocaleString("en-US");
    case "instant":
      return value.at;
    case "percent":
      return value.basisPoints === null ? "n/a" : formatPercent(value.basisPoints, 10_000n);
    case "none":
    case undefined:
      return "";
  }
}

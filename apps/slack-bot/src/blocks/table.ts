import { percentNumber, type Answer, type AnswerColumn, type AnswerValue } from "@runrate/ask";
import { toDecimal } from "@runrate/core";
import type { DataTableBlock } from "@slack/types";
import type { MessageBlock } from "./block.ts";
import { cut, mrkdwn, oneLine } from "./text.ts";
import { valueText } from "./value.ts";

/** More rows and columns are in the exported file. */
const MOST_ROWS = 10;
const MOST_COLUMNS = 6;

type Cell = DataTableBlock["rows"][number][number];

/** An answer's rows as a native table, and how many of them are not shown. */
export function answerTable({ columns, rows, question, kind }: Answer, mostRows = MOST_ROWS): MessageBlock[] {
  const shown = chosen(columns);
  if (rows.length === 0 || shown.length === 0 || mostRows === 0) return [];
  const table: DataTableBlock = {
    type: "data_table",
    caption: cut(oneLine(question) || kind.replaceAll("_", " "), 150),
    page_size: Math.min(MOST_ROWS, mostRows),
    rows: [
      shown.map(({ label }) => ({ type: "raw_text", text: cut(oneLine(label), 60) || " " })),
      ...rows.slice(0, mostRows).map(({ cells }) => shown.map(({ name }) => cellOf(cells[name]))),
    ],
  };
  const left = rows.length - mostRows;
  if (left <= 0) return [table];
  const more = `The first ${mostRows} of ${rows.length.toLocaleString("en-US")} rows; all are in the export.`;
  return [table, { type: "context", elements: [mrkdwn(more)] }];
}

/** A table that is wider than its message hides what is at its right: where there are many columns, tokens are left to the export. */
function chosen(columns: readonly AnswerColumn[]): readonly AnswerColumn[] {
  if (columns.length <= MOST_COLUMNS) return columns;
  const kept = columns.filter(({ name }) => !name.endsWith("_tokens"));
  return (kept.length === 0 ? columns : kept).slice(0, MOST_COLUMNS);
}

function cellOf(value: AnswerValue | undefined): Cell {
  const text = cut(valueText(value), 80) || " ";
  const number = numberOf(value);
  return number === undefined ? { type: "raw_text", text } : { type: "raw_number", value: number, text };
}

/** What Slack sorts by; what is read is the exact text. */
function numberOf(value: AnswerValue | undefined): number | undefined {
  switch (value?.type) {
    case "usd":
    case "delta":
      return Number(toDecimal(value.usd));
    case "rate":
      return Number(value.usd);
    case "count":
      return Number(value.count);
    case "percent":
      return percentNumber(value) ?? undefined;
    default:
      return undefined;
  }
}

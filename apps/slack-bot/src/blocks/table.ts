import type { Answer, AnswerValue } from "@runrate/ask";
import type { DataTableBlock } from "@slack/types";
import type { MessageBlock } from "./block.ts";
import { cut, mrkdwn } from "./text.ts";
import { valueText } from "./value.ts";

/** More rows are in the exported file. */
const MOST_ROWS = 10;
const MOST_COLUMNS = 20;

/** An answer's rows as a native table, and how many of them are not shown. */
export function answerTable({ columns, rows, question, kind }: Answer): MessageBlock[] {
  const shown = columns.slice(0, MOST_COLUMNS);
  if (rows.length === 0 || shown.length === 0) return [];
  const table: DataTableBlock = {
    type: "data_table",
    caption: cut(question === "" ? kind.replaceAll("_", " ") : question, 150),
    page_size: MOST_ROWS,
    rows: [
      shown.map(({ label }) => ({ type: "raw_text", text: cut(label, 60) || " " })),
      ...rows.slice(0, MOST_ROWS).map(({ cells }) => shown.map(({ name }) => cellOf(cells[name]))),
    ],
  };
  const left = rows.length - MOST_ROWS;
  return left <= 0
    ? [table]
    : [table, { type: "context", elements: [mrkdwn(`The first ${MOST_ROWS} of ${rows.length} rows.`)] }];
}

function cellOf(value: AnswerValue | undefined): DataTableBlock["rows"][number][number] {
  return { type: "raw_text", text: cut(valueText(value), 80) || " " };
}

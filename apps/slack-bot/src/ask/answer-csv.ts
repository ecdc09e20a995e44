import { answerJson, type Answer } from "@runrate/ask";

/** An answer's rows as CSV (RFC 4180), all of them, with exact amounts; an answer without rows as its figures, one a line. */
export function answerCsv(answer: Answer): string {
  const json = answerJson(answer);
  const rows: readonly Readonly<Record<string, unknown>>[] = json.rows.length > 0 ? json.rows : figures(answer, json);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
  return lines.map((line) => `${line.map((value) => field(String(value))).join(",")}\r\n`).join("");
}

function figures(answer: Answer, json: ReturnType<typeof answerJson>): Record<string, unknown>[] {
  const total = json.total_usd === null ? [] : [{ figure: "total_usd", value: json.total_usd }];
  const named: Readonly<Record<string, unknown>> = json;
  return [...total, ...answer.fields.map(({ name }) => ({ figure: name, value: named[name] ?? "" }))];
}

/** Quoted where it has to be. A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

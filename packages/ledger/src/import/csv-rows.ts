import { parse } from "csv-parse/sync";
import { MAX_LINE_BYTES } from "./import-types.ts";
import type { LineBatch } from "./lines.ts";

/** One row: its fields, the number of the line on which it starts, and its text; or why it cannot be read. */
export type CsvRow =
  | { readonly kind: "row"; readonly line: number; readonly text: string; readonly fields: readonly string[] }
  | { readonly kind: "broken"; readonly line: number; readonly reason: string };

/** A quoted field may run over so many lines; a quote that is never closed must not swallow the file. */
const MAX_LINES_PER_ROW = 100;

/**
 * Cuts lines into CSV rows (RFC 4180). Rows without a quote, nearly all of them, are split directly; the others go through a
 * full parser, which costs about ten times as much.
 */
export class CsvRows {
  readonly delimiter: string;
  #open: { readonly line: number; text: string; lines: string[] } | undefined;

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  read(batch: LineBatch): CsvRow[] {
    const rows: CsvRow[] = [];
    for (let index = 0; index < batch.lines.length; index += 1) {
      const line = batch.first + index;
      if (batch.tooLong.has(index)) {
        this.#giveUp(rows);
        rows.push({ kind: "broken", line, reason: `longer than ${MAX_LINE_BYTES} characters` });
      } else {
        this.#readLine(batch.lines[index] ?? "", line, rows);
      }
    }
    return rows;
  }

  /** What is left when the text has ended. */
  end(): CsvRow[] {
    const rows: CsvRow[] = [];
    this.#giveUp(rows);
    return rows;
  }

  #readLine(text: string, line: number, rows: CsvRow[]): void {
    const open = this.#open;
    if (open === undefined) {
      if (text === "" || this.#isBlank(text)) return;
      if (!text.includes('"')) rows.push({ kind: "row", line, text, fields: text.split(this.delimiter) });
      else if (isClosed(text)) rows.push(this.#parse(text, line));
      else this.#open = { line, text, lines: [text] };
      return;
    }
    open.text += `\n${text}`;
    open.lines.push(text);
    if (isClosed(open.text)) {
      this.#open = undefined;
      rows.push(this.#parse(open.text, open.line));
    } else if (open.lines.length >= MAX_LINES_PER_ROW || open.text.length > MAX_LINE_BYTES) {
      this.#giveUp(rows);
    }
  }

  /** A row of nothing but delimiters, as spreadsheets write an empty one. */
  #isBlank(text: string): boolean {
    return text.startsWith(this.delimiter) && text.replaceAll(this.delimiter, "") === "";
  }

  /** The quote was no quote: only its own line is lost, the lines after it are read by themselves. */
  #giveUp(rows: CsvRow[]): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    rows.push({ kind: "broken", line: open.line, reason: "a quote is never closed" });
    for (const [index, text] of open.lines.entries()) {
      if (index > 0) this.#readLine(text, open.line + index, rows);
    }
    if (this.#open !== undefined) this.#giveUp(rows);
  }

  #parse(text: string, line: number): CsvRow {
    try {
      const [fields] = parse(text, { delimiter: this.delimiter, relax_column_count: true });
      return fields === undefined ? { kind: "broken", line, reason: "no fields" } : { kind: "row", line, text, fields };
    } catch {
      return { kind: "broken", line, reason: "not well-formed CSV: a quote inside a field must be doubled" };
    }
  }
}

/** The delimiter of a header: the one of comma, semicolon and tab that it has most of. */
export function delimiterOf(header: string): string {
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

function isClosed(text: string): boolean {
  let quotes = 0;
  for (let index = text.indexOf('"'); index !== -1; index = text.indexOf('"', index + 1)) quotes += 1;
  return quotes % 2 === 0;
}

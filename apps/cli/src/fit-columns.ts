import type { Column } from "./columns.ts";

/** A column that can give way where a terminal is narrow. */
export interface FittingColumn extends Column {
  readonly name: string;
}

/** Counts that a narrow terminal goes without, the first one first. */
const EXPENDABLE = [
  "cached_input_tokens",
  "context_window",
  "cached_input_usd",
  "input_tokens",
  "output_tokens",
  "requests",
  "shutdown",
];
const GAP = 2;
const LEAST_TEXT = 16;

/** Columns and rows cut to a width: first counts give way, then long names end in "…". Without a width nothing is cut. */
export function fitColumns(
  columns: readonly FittingColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): { readonly columns: readonly FittingColumn[]; readonly rows: readonly (readonly string[])[] } {
  if (width === undefined) return { columns, rows };
  let kept = columns.map((column, index) => ({ column, index }));
  const sizeOf = ({ column, index }: (typeof kept)[number]): number =>
    Math.max(column.heading.length, ...rows.map((row) => row[index]?.length ?? 0));
  const total = (): number => kept.reduce((sum, one) => sum + sizeOf(one) + GAP, -GAP);
  for (const name of EXPENDABLE) {
    if (total() <= width) break;
    kept = kept.filter(({ column }) => column.name !== name);
  }
  const over = total() - width;
  const longest = kept.filter(({ column }) => column.align === "left").toSorted((a, b) => sizeOf(b) - sizeOf(a))[0];
  const limit = longest === undefined || over <= 0 ? Infinity : Math.max(LEAST_TEXT, sizeOf(longest) - over);
  const cell = (text: string, index: number): string =>
    index === longest?.index && text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return {
    columns: kept.map(({ column }) => column),
    rows: rows.map((row) => kept.map(({ index }) => cell(row[index] ?? "", index))),
  };
}

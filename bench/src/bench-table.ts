import type { BenchRow } from "./bench-row.ts";

const HEAD = ["what", "Runrate", "peer", "", "unit", "ratio", "goal", ""] as const;

/** The rows as an aligned table; the last column says whether the goal was met. */
export function benchTable(rows: readonly BenchRow[]): string {
  const cells = rows.map((row) => [
    row.name,
    figure(row.ours),
    row.peer_name,
    figure(row.peer),
    row.unit,
    figure(row.ratio),
    row.goal,
    row.ok ? "ok" : "missed",
  ]);
  const table = [[...HEAD], ...cells];
  const widths = HEAD.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const right = new Set([1, 3, 5]);
  return table
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, right.has(column)))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

function figure(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
}

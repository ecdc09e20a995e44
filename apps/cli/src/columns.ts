/** One column of a table: its heading and on which side its cells align (amounts on the right). */
export interface Column {
  readonly heading: string;
  readonly align: "left" | "right";
}

/** A plain table of aligned columns, two spaces apart. */
export function renderColumns(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? "";
        return align === "right" ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
      })
      .join("  ")
      .trimEnd();
  return [columns.map(({ heading }) => heading), ...rows].map(line).join("\n");
}

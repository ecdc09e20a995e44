import type { RecordValue } from "../store.ts";
import { storable } from "./postgres-dialect.ts";

/** Values as the text of a PostgreSQL array: one bound value for a whole column, whatever the number of rows. */
export function arrayText(values: readonly RecordValue[]): string {
  let text = "{";
  for (const [index, value] of values.entries()) {
    if (index > 0) text += ",";
    text += typeof value === "string" ? quoted(value) : value === null ? "NULL" : String(value);
  }
  return `${text}}`;
}

function quoted(value: string): string {
  const text = String(storable(value));
  return /["\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, "\\$&")}"` : `"${text}"`;
}

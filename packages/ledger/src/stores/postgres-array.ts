import type { RecordValue } from "../store.ts";
import { storable } from "./postgres-dialect.ts";

/** Values as the text of a PostgreSQL array: one bound value for a whole column, whatever the number of rows. */
export function arrayText(values: readonly RecordValue[]): string {
  let text = "{";
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? null;
    if (index > 0) text += ",";
    text += typeof value === "string" ? quoted(value) : value === null ? "NULL" : String(value);
  }
  return `${text}}`;
}

const SPECIAL = /["\\\0]/;

function quoted(value: string): string {
  if (!SPECIAL.test(value)) return `"${value}"`;
  const text = String(storable(value));
  return /["\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, "\\$&")}"` : `"${text}"`;
}

import { parse } from "smol-toml";
import type { SettingsEntry } from "./settings-entry.ts";

const MAX_DEPTH = 40;

/** Scalars of TOML. The parser gives no positions: a value's line is that of its key below its table's header. */
export function readToml(path: string, text: string): SettingsEntry[] {
  const lines = text.split("\n");
  const entries: SettingsEntry[] = [];
  const visit = (value: unknown, keys: readonly string[]): void => {
    if (keys.length > MAX_DEPTH) return;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      entries.push({ path, keys, value, line: lineOf(lines, keys) });
    else if (typeof value === "bigint") entries.push({ path, keys, value: Number(value), line: lineOf(lines, keys) });
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...keys, String(index)]);
    else if (typeof value === "object" && value !== null && !(value instanceof Date))
      for (const [key, inner] of Object.entries(value)) visit(inner, [...keys, key]);
  };
  visit(parse(text), []);
  return entries;
}

function lineOf(lines: readonly string[], keys: readonly string[]): number {
  const named = keys.filter((key) => !/^\d+$/.test(key));
  const key = named.at(-1) ?? "";
  const table = named.slice(0, -1).join(".");
  let current = "";
  for (const [index, line] of lines.entries()) {
    const header = /^\s*\[\[?([^\]]+)\]\]?/.exec(line)?.[1];
    if (header !== undefined) current = header.replaceAll(/["'\s]/g, "");
    else if (current === table && bareKey(line) === key) return index + 1;
  }
  return 1;
}

function bareKey(line: string): string | null {
  return /^\s*["']?([\w.-]+)["']?\s*=/.exec(line)?.[1] ?? null;
}

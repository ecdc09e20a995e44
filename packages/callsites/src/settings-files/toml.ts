import { parse } from "smol-toml";
import type { SettingsEntry } from "./settings-entry.ts";

const MAX_DEPTH = 40;

/** Scalars of TOML. The parser gives no positions: a value's line is that of its key below its table's header. */
export function readToml(path: string, text: string): SettingsEntry[] {
  const lines = keyLines(text);
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

/** The first line of each key, under its table's name and its own. */
function keyLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let table = "";
  for (const [index, line] of text.split("\n").entries()) {
    const header = /^\s*\[\[?([^\]]+)\]\]?/.exec(line)?.[1];
    if (header !== undefined) {
      table = header.replaceAll(/["'\s]/g, "");
      continue;
    }
    const key = /^\s*["']?([\w.-]+)["']?\s*=/.exec(line)?.[1];
    if (key === undefined) continue;
    const name = `${table}\0${key}`;
    if (!lines.has(name)) lines.set(name, index + 1);
  }
  return lines;
}

function lineOf(lines: ReadonlyMap<string, number>, keys: readonly string[]): number {
  const named = keys.filter((key) => !/^\d+$/.test(key));
  return lines.get(`${named.slice(0, -1).join(".")}\0${named.at(-1) ?? ""}`) ?? 1;
}

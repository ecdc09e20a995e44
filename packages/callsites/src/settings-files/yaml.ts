import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import type { SettingsEntry } from "./settings-entry.ts";

const MAX_DEPTH = 40;

/** Scalars of YAML, and of JSON, which is YAML here: the same reader knows the line of each value. */
export function readYaml(path: string, text: string): SettingsEntry[] {
  const lines = new LineCounter();
  const entries: SettingsEntry[] = [];
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    logLevel: "silent",
    strict: false,
    uniqueKeys: false,
  });
  const visit = (node: unknown, keys: readonly string[]): void => {
    if (keys.length > MAX_DEPTH) return;
    if (isMap(node)) for (const pair of node.items) visit(pair.value, [...keys, keyText(pair.key)]);
    else if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, [...keys, String(index)]);
    else if (isScalar(node)) add(node, keys);
  };
  const add = (node: Node & { value: unknown; range?: readonly number[] | null }, keys: readonly string[]): void => {
    // A text alone has no name that code could ask for.
    if (keys.length === 0) return;
    const { value } = node;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return;
    entries.push({ path, keys, value, line: lines.linePos(node.range?.[0] ?? 0).line });
  };
  for (const document of Array.isArray(documents) ? documents : []) visit(document.contents, []);
  return entries;
}

function keyText(key: unknown): string {
  if (isScalar(key)) return String(key.value);
  return isAlias(key) ? `*${key.source}` : "?";
}

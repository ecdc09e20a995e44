import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from "yaml";
import type { ConfigProblem } from "./problem.ts";

/** A number as it stands in the file: its text is the value, so that no amount ever passes through a float. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A parsed YAML file: its value, and where in the file each part of it stands. */
export interface YamlSource {
  /** Plain maps, lists, strings, booleans and `ExactNumber`s. Keys without a value are absent. */
  readonly value: unknown;
  /** Line and column (from 1) of the value at a path, or of `key` in the map at that path. The nearest parent when absent. */
  locate(path: readonly PropertyKey[], key?: string): { line: number; column: number };
}

export type YamlResult =
  | { readonly kind: "read"; readonly source: YamlSource }
  | { readonly kind: "invalid"; readonly problems: readonly ConfigProblem[] };

/** Far more than any configuration needs; a larger file is a mistake or an attack. */
const MAX_BYTES = 1_000_000;

/**
 * Reads YAML (1.2, one document) without losing positions or digits. Duplicate keys and bad syntax are problems with line
 * and column; tags are never executed and aliases cannot multiply without bound.
 *
 * @param path as it should appear in messages
 */
export function readYaml(text: string, path: string): YamlResult {
  const problem = (message: string, line = 1, column = 1): ConfigProblem => ({ path, line, column, key: "", message });
  if (text.length > MAX_BYTES) {
    return {
      kind: "invalid",
      problems: [problem(`is larger than ${MAX_BYTES / 1_000_000} MB: this is not a configuration file`)],
    };
  }
  if (text.includes("\0")) return { kind: "invalid", problems: [problem("is a binary file, not YAML")] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: "error",
  });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const problems = faults.map(({ message, pos }) => {
      const { line, col } = lines.linePos(pos[0]);
      return problem(message.replaceAll(/\s+/g, " "), Math.max(line, 1), Math.max(col, 1));
    });
    return { kind: "invalid", problems };
  }
  try {
    const value =
      document.contents === null ? {} : (toValue(document.contents, { document, known: new Map() }, new Set()) ?? {});
    return { kind: "read", source: { value, locate: (at, key) => locate(document, lines, at, key) } };
  } catch (error) {
    return { kind: "invalid", problems: [problem(error instanceof Error ? error.message : String(error))] };
  }
}

interface Reading {
  readonly document: Document;
  /** Each node is read once, so that aliases of aliases cost what they are long and not what they multiply to. */
  readonly known: Map<Node, unknown>;
}

function toValue(node: unknown, reading: Reading, open: ReadonlySet<Node>): unknown {
  if (!isNode(node)) return undefined;
  if (open.has(node)) throw new Error("an alias refers to a part that contains it");
  if (!reading.known.has(node)) reading.known.set(node, readNode(node, reading, new Set(open).add(node)));
  return reading.known.get(node);
}

function readNode(node: Node, reading: Reading, open: ReadonlySet<Node>): unknown {
  if (isAlias(node)) return toValue(node.resolve(reading.document), reading, open);
  if (isMap(node)) {
    const map: Record<string, unknown> = Object.create(null);
    for (const { key, value } of node.items) {
      const held = toValue(value, reading, open);
      if (held !== undefined) map[keyText(key)] = held;
    }
    return { ...map };
  }
  if (isSeq(node)) return node.items.map((item) => toValue(item, reading, open) ?? "");
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === "number" || typeof node.value === "bigint"
    ? new ExactNumber(node.source ?? String(node.value))
    : node.value;
}

function locate(document: Document, lines: LineCounter, path: readonly PropertyKey[], key?: string) {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const step of key === undefined ? path : [...path, key]) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && keyText(item.key) === String(step));
      offset = offsetOf(pair?.key) ?? offset;
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = offsetOf(node) ?? offset;
    }
  }
  const { line, col } = lines.linePos(key === undefined ? (offsetOf(node) ?? offset) : offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

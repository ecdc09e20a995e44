import type { Resolver } from "../resolve/resolver.ts";
import type { BoundCall, ExternalValue, UnknownValue, Value } from "../resolve/value.ts";

const MAX_PARTS = 3_000;
const MAX_DEPTH = 14;
/** Keys whose text is not sent, or not as text. */
const NOT_TEXT = new Set([
  "role",
  "type",
  "model",
  "id",
  "name",
  "url",
  "image_url",
  "cache_control",
  "providerOptions",
]);
const FILE_READS = /(?:^|\.)(?:read_text|readFileSync|readFile|read|read_bytes)\(\)/;
const TEXT_FILE = /\.(?:txt|md|mdx|prompt|prompty|j2|jinja2?|hbs|mustache|ya?ml)$/i;

export interface StaticText {
  readonly text: string;
  /** True where something is put in at run time. */
  readonly isDynamic: boolean;
}

/** The constant text in values: parts of templates, messages in lists, tool descriptions, files that the code reads. */
export function staticText(resolver: Resolver, values: readonly Value[]): StaticText {
  const parts: string[] = [];
  let isDynamic = false;
  const seen = new Set<string>();
  const visit = (value: Value, depth: number): void => {
    if (parts.length > MAX_PARTS || depth > MAX_DEPTH) return;
    switch (value.kind) {
      case "scalar": {
        // A text that two branches share is sent once.
        const key = `${value.at.path}:${value.at.line}:${String(value.value)}`;
        if (typeof value.value === "string" && !seen.has(key)) parts.push(value.value);
        seen.add(key);
        return;
      }
      case "list":
        for (const item of value.items) for (const inner of first(resolver.force(item))) visit(inner, depth + 1);
        return;
      case "object":
        for (const layer of value.layers) {
          if (layer.path.some((key) => NOT_TEXT.has(key))) continue;
          if (layer.path.length === 1 && layer.path[0] !== undefined && depth > 2) parts.push(layer.path[0]);
          for (const inner of first(resolver.force(layer.value))) visit(inner, depth + 1);
        }
        return;
      case "external":
      case "unknown": {
        const file = fileText(resolver, value);
        if (file !== null) {
          parts.push(file);
          return;
        }
        if (value.kind === "unknown" && value.text !== undefined && value.text !== "") parts.push(value.text);
        isDynamic = true;
        if (value.kind === "external" && value.call !== null) visitArguments(value.call, depth);
        return;
      }
      default:
        isDynamic = true;
    }
  };
  const visitArguments = (call: BoundCall, depth: number): void => {
    for (const argument of call.args) {
      if (argument.name !== null && NOT_TEXT.has(argument.name)) continue;
      for (const inner of first(resolver.evaluate(argument.value, call.frame))) visit(inner, depth + 1);
    }
  };
  for (const value of values) visit(value, 0);
  return { text: parts.join("\n"), isDynamic };
}

/** Alternatives are not added up: the first stands for all. */
function first(values: readonly Value[]): readonly Value[] {
  const known = values.find((value) => value.kind !== "unknown") ?? values[0];
  return known === undefined ? [] : [known];
}

function fileText(resolver: Resolver, value: ExternalValue | UnknownValue): string | null {
  if (!FILE_READS.test(value.trail)) return null;
  for (const path of constantTexts(resolver, value, 0)) {
    if (!TEXT_FILE.test(path)) continue;
    const [file] = resolver.program.filesEndingWith(path);
    if (file !== undefined) return resolver.program.text(file);
  }
  return null;
}

function constantTexts(resolver: Resolver, value: Value, depth: number): string[] {
  if (depth > 6) return [];
  if (value.kind === "scalar") return typeof value.value === "string" ? [value.value] : [];
  if (value.kind !== "external" && value.kind !== "unknown") return [];
  const { call } = value;
  const own = (call?.args ?? []).flatMap((argument) =>
    call === null
      ? []
      : resolver.evaluate(argument.value, call.frame).flatMap((inner) => constantTexts(resolver, inner, depth + 1)),
  );
  const text = value.kind === "unknown" && value.text !== undefined ? [value.text.replace(/^[^\w]*\//, "")] : [];
  return [...text, ...own, ...(value.receiver === null ? [] : constantTexts(resolver, value.receiver, depth + 1))];
}

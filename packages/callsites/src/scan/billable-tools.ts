import { allProperties, propertyOf } from "../resolve/objects.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { Value } from "../resolve/value.ts";

/** Tools that a provider runs and bills by the call, under the name that the catalogue uses. */
const BILLABLE: readonly (readonly [RegExp, string])[] = [
  [/web_?search|google_?search|search_grounding/i, "web_search"],
  [/file_?search|^retrieval$/i, "file_search"],
  [/code_?(?:interpreter|execution)/i, "code_interpreter"],
  [/image_?generation/i, "image_generation"],
  [/computer_?use|^computer/i, "computer_use"],
];

/** Names of the billable tools in what a call offers, sorted. Functions of one's own are prompt text, not tools here. */
export function billableTools(resolver: Resolver, values: readonly Value[]): string[] {
  const names = new Set<string>();
  const visit = (value: Value, depth: number): void => {
    if (depth > 4) return;
    if (value.kind === "list")
      for (const item of value.items)
        for (const inner of resolver.force(item)) {
          visit(inner, depth + 1);
          // `[{ googleSearch: {} }]`: in a list of tools, the one key of an object is its kind.
          if (inner.kind === "object") for (const { path } of inner.layers) if (path[0] !== undefined) addKind(path[0]);
        }
    else if (value.kind === "object") {
      const types = propertyOf(resolver, value, "type") ?? [];
      for (const type of types) if (type.kind === "scalar") add(String(type.value));
      // Keys count only where the value is a provider's own tool: a function called web_search is one's own.
      for (const inner of allProperties(resolver, value)) if (inner.kind === "external") visit(inner, depth + 1);
    } else if (value.kind === "external" && /\btools\b|Tool/.test(value.trail)) {
      add(value.trail);
      for (const { name } of value.call?.args ?? []) if (name !== null) addKind(name);
    }
  };
  const addKind = (key: string): void => {
    if (/^(?:google_?search(?:_?retrieval)?|code_?execution|url_?context|file_?search|computer_?use)$/i.test(key))
      add(key);
  };
  const add = (text: string): void => {
    for (const [pattern, name] of BILLABLE) if (pattern.test(text)) names.add(name);
  };
  for (const value of values) visit(value, 0);
  return [...names].sort();
}

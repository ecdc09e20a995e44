import type { SyntaxNode } from "../parse/syntax-node.ts";

/** A property's or declaration's name without quotes. */
export function nameOf(node: SyntaxNode, source: string): string {
  const text = source.slice(node.start, node.end);
  return node.type === "string" ? text.slice(1, -1) : text;
}

/** What an assignment names: `max_tokens` of `params["max_tokens"]` and of `self.options.max_tokens`. */
export function assignedName(target: SyntaxNode, source: string): string {
  const text = source.slice(target.start, target.end);
  return text.replace(/^(?:module\.)?exports\./, "").replaceAll(/\[\s*["']([^"'\]]*)["']\s*\]/g, ".$1");
}

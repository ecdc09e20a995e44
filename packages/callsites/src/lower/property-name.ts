import type { SyntaxNode } from "../parse/syntax-node.ts";

/** A property's or declaration's name without quotes. */
export function nameOf(node: SyntaxNode, source: string): string {
  const text = source.slice(node.start, node.end);
  return node.type === "string" ? text.slice(1, -1) : text;
}

import type { Expression } from "../module/expression.ts";
import type { Parameter, ParameterField } from "../module/module.ts";
import { childOf, type SyntaxNode } from "../parse/syntax-node.ts";
import type { JavaScriptExpressions } from "./javascript-expressions.ts";
import { nameOf } from "./property-name.ts";

/** Binds every name of a pattern to its part of `value`: `{a, b: c = 1}`, `[x, y]`, or a plain name. */
export function bindPattern(expressions: JavaScriptExpressions, pattern: SyntaxNode, value: Expression): void {
  const { builder, source } = expressions;
  const { line } = pattern;
  const member = (key: string): Expression => ({ kind: "member", object: value, property: key, line });
  switch (pattern.type) {
    case "identifier":
    case "shorthand_property_identifier_pattern":
      return builder.bind(expressions.text(pattern), value, pattern);
    case "object_pattern":
      for (const child of pattern.children) {
        if (child.type === "shorthand_property_identifier_pattern")
          builder.bind(expressions.text(child), member(expressions.text(child)), child);
        else if (child.type === "object_assignment_pattern") {
          const left = childOf(child, "left");
          if (left !== null)
            bindPattern(expressions, left, withDefault(expressions, child, member(expressions.text(left))));
        } else if (child.type === "pair_pattern") {
          const key = childOf(child, "key");
          const target = childOf(child, "value");
          if (key !== null && target !== null) bindPattern(expressions, target, member(nameOf(key, source)));
        } else if (child.type === "rest_pattern") {
          const [inner] = child.children;
          if (inner !== undefined)
            builder.bind(
              expressions.text(inner),
              { kind: "rest", of: value, without: takenKeys(expressions, pattern), line },
              inner,
            );
        }
      }
      return;
    case "array_pattern":
      for (const [position, child] of pattern.children.entries()) {
        const index: Expression = { kind: "literal", value: position, line, slot: "" };
        bindPattern(expressions, child, { kind: "index", object: value, index, line });
      }
      return;
    case "assignment_pattern": {
      const left = childOf(pattern, "left");
      if (left !== null) bindPattern(expressions, left, withDefault(expressions, pattern, value));
    }
  }
}

/** The keys that an object pattern names, which its rest does not get. */
function takenKeys({ source }: JavaScriptExpressions, pattern: SyntaxNode): string[] {
  return pattern.children.flatMap((child) => {
    if (child.type === "rest_pattern") return [];
    const key = childOf(child, "key") ?? childOf(child, "left") ?? child;
    return [nameOf(key, source)];
  });
}

function withDefault(expressions: JavaScriptExpressions, node: SyntaxNode, first: Expression): Expression {
  const right = childOf(node, "right");
  const left = childOf(node, "left");
  if (right === null || left === null) return first;
  const second = expressions.builder.within("name", expressions.text(left), () => expressions.lower(right));
  return { kind: "fallback", first, second, line: node.line };
}

export function lowerParameters(expressions: JavaScriptExpressions, nodes: readonly SyntaxNode[]): Parameter[] {
  return nodes.flatMap((node): Parameter[] => {
    const pattern = childOf(node, "pattern") ?? childOf(node, "left") ?? node;
    const valueNode = childOf(node, "value") ?? childOf(node, "right");
    if (pattern.type === "rest_pattern") {
      const [inner] = pattern.children;
      if (inner === undefined) return [];
      return [{ name: expressions.text(inner), default: null, annotation: null, gathers: "rest", fields: [] }];
    }
    const name = pattern.type === "identifier" ? expressions.text(pattern) : "";
    const fallback =
      valueNode === null ? null : expressions.builder.within("name", name, () => expressions.lower(valueNode));
    const fields = pattern.type === "object_pattern" ? parameterFields(expressions, pattern) : [];
    return [{ name, default: fallback, annotation: null, gathers: null, fields }];
  });
}

function parameterFields(expressions: JavaScriptExpressions, pattern: SyntaxNode): ParameterField[] {
  const { source } = expressions;
  return pattern.children.flatMap((child): ParameterField[] => {
    if (child.type === "shorthand_property_identifier_pattern") {
      const name = expressions.text(child);
      return [{ name, key: name, without: null, default: null }];
    }
    if (child.type === "rest_pattern") {
      const [inner] = child.children;
      if (inner === undefined) return [];
      return [{ name: expressions.text(inner), key: "", without: takenKeys(expressions, pattern), default: null }];
    }
    const keyNode = childOf(child, "key") ?? childOf(child, "left");
    if (keyNode === null) return [];
    const key = nameOf(keyNode, source);
    const target = childOf(child, "value") ?? keyNode;
    const local = childOf(target, "left") ?? target;
    const fallback = childOf(child, "right") ?? childOf(target, "right");
    return [
      {
        name: expressions.text(local),
        key,
        without: null,
        default: fallback === null ? null : expressions.builder.within("name", key, () => expressions.lower(fallback)),
      },
    ];
  });
}

import type { Expression } from "../module/expression.ts";

const LONGEST = 200;

/** An expression in a form of our own, without layout: equal texts mean the same expression. */
export function printExpression(expression: Expression): string {
  return print(expression, 6).slice(0, LONGEST);
}

function print(expression: Expression, depth: number): string {
  if (depth === 0) return "…";
  const inner = (part: Expression): string => print(part, depth - 1);
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "name":
      return expression.name;
    case "member":
      return `${inner(expression.object)}.${expression.property}`;
    case "index":
      return `${inner(expression.object)}[${inner(expression.index)}]`;
    case "call":
      return `${inner(expression.callee)}(${expression.args.map((arg) => `${arg.name === null ? "" : `${arg.name}=`}${inner(arg.value)}`).join(", ")})`;
    case "template":
      return expression.parts
        .map((part) => (part.kind === "literal" ? String(part.value) : `{${inner(part)}}`))
        .join("");
    case "fallback":
      return `${inner(expression.first)} or ${inner(expression.second)}`;
    case "choice":
      return expression.options.map(inner).join(" | ");
    case "operation":
      return expression.operands.map(inner).join(` ${expression.operator} `);
    case "element":
      return `one of ${inner(expression.of)}`;
    case "rest":
      return `rest of ${inner(expression.of)}`;
    case "object":
      return "{…}";
    case "list":
      return "[…]";
    case "imported":
      return expression.name === "*" ? expression.specifier : expression.name;
    case "function":
    case "class":
      return expression.model.name;
    case "typed":
      return printExpression(expression.annotation);
    case "opaque":
      return expression.what;
  }
}

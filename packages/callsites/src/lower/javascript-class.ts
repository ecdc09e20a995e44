import type { ClassModel } from "../module/module.ts";
import { childOf, type SyntaxNode } from "../parse/syntax-node.ts";
import type { JavaScriptExpressions } from "./javascript-expressions.ts";
import { nameOf } from "./property-name.ts";

/** A class with its fields, methods and constructor; parameter properties (`private model = "x"`) become attributes. */
export function lowerClass(expressions: JavaScriptExpressions, node: SyntaxNode, name: string): ClassModel {
  const { builder, source } = expressions;
  const heritage = node.children.find((child) => child.type === "class_heritage");
  const baseNodes = (heritage?.children ?? [])
    .flatMap((child) => (child.type === "extends_clause" ? child.children : [child]))
    .filter((child) => child.type !== "implements_clause");
  const bases = baseNodes.map((child) => expressions.lower(child));
  const model = builder.class(name, node.line, bases, () => {
    for (const member of childOf(node, "body")?.children ?? []) lowerMember(expressions, member);
  });
  const constructor = model.scope.bindings.get("constructor")?.[0]?.value;
  const constructorNode = childOf(node, "body")?.children.find(
    (member) =>
      member.type === "method_definition" &&
      childOf(member, "name")?.end !== undefined &&
      isConstructor(member, source),
  );
  if (constructor?.kind !== "function" || constructorNode === undefined) return model;
  for (const parameter of childOf(constructorNode, "parameters")?.children ?? []) {
    if (!parameter.children.some((child) => child.type === "accessibility_modifier")) {
      if (!/^readonly\s/.test(expressions.text(parameter))) continue;
    }
    const pattern = childOf(parameter, "pattern");
    if (pattern?.type !== "identifier") continue;
    const property = expressions.text(pattern);
    model.attributes.push({
      path: [property],
      value: { kind: "name", name: property, line: parameter.line, offset: parameter.end },
      scope: constructor.model.scope,
      line: parameter.line,
      offset: parameter.start,
      conditional: false,
    });
  }
  return model;
}

function isConstructor(member: SyntaxNode, source: string): boolean {
  const name = childOf(member, "name");
  return name !== null && nameOf(name, source) === "constructor";
}

function lowerMember(expressions: JavaScriptExpressions, member: SyntaxNode): void {
  const { builder, source } = expressions;
  const nameNode = childOf(member, "name") ?? childOf(member, "property");
  if (nameNode === null) {
    for (const child of member.children) expressions.lower(child);
    return;
  }
  const name = nameOf(nameNode, source);
  if (member.type === "method_definition") {
    const isGetter = /^(?:\w+\s+)*get\s/.test(source.slice(member.start, nameNode.start));
    const model = expressions.function(member, name, isGetter);
    builder.bind(name, { kind: "function", model, line: member.line }, member);
    return;
  }
  const value = childOf(member, "value");
  if (value === null) return;
  if (value.type === "arrow_function") {
    const model = expressions.function(value, name);
    builder.bind(name, { kind: "function", model, line: member.line }, member);
    return;
  }
  builder.bind(
    name,
    builder.within("name", name, () => expressions.lower(value)),
    member,
  );
}

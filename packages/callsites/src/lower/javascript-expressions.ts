import type { Argument, Expression, ObjectEntry } from "../module/expression.ts";
import type { FunctionModel, Parameter } from "../module/module.ts";
import { childOf, type SyntaxNode } from "../parse/syntax-node.ts";
import { lowerClass } from "./javascript-class.ts";
import { bindPattern, lowerParameters } from "./javascript-patterns.ts";
import { calleeName, memberPath } from "./member-path.ts";
import type { ModuleBuilder } from "./module-builder.ts";
import { assignedName, nameOf } from "./property-name.ts";
import { testBranch } from "./test-condition.ts";
import { parseNumber, unescapeText } from "./text-literals.ts";

type LowerBlock = (body: SyntaxNode, owner: FunctionModel) => void;

/** Expressions of JavaScript and TypeScript. Every call that it meets is recorded, wherever it stands. */
export class JavaScriptExpressions {
  readonly builder: ModuleBuilder;
  readonly source: string;
  readonly #lowerBlock: LowerBlock;

  constructor(builder: ModuleBuilder, source: string, lowerBlock: LowerBlock) {
    this.builder = builder;
    this.source = source;
    this.#lowerBlock = lowerBlock;
  }

  lowerField(node: SyntaxNode, field: string): Expression {
    const child = childOf(node, field);
    return child === null ? this.opaque(node) : this.lower(child);
  }

  lower(node: SyntaxNode): Expression {
    const { builder } = this;
    const { line } = node;
    switch (node.type) {
      case "identifier":
      case "this":
      case "super":
      case "shorthand_property_identifier":
        return { kind: "name", name: this.text(node), line, offset: node.start };
      case "string":
        return builder.literal(unescapeText(this.source.slice(node.start + 1, node.end - 1)), line);
      case "template_string":
        return this.#template(node);
      case "number":
        return builder.literal(parseNumber(this.text(node)), line);
      case "true":
      case "false":
        return builder.literal(node.type === "true", line);
      case "null":
      case "undefined":
        return builder.literal(null, line);
      case "member_expression": {
        const property = childOf(node, "property");
        const object = this.lowerField(node, "object");
        return { kind: "member", object, property: property === null ? "" : this.text(property), line };
      }
      case "subscript_expression": {
        const object = this.lowerField(node, "object");
        return {
          kind: "index",
          object,
          index: builder.within("blank", "[]", () => this.lowerField(node, "index")),
          line,
        };
      }
      case "call_expression":
        return this.#call(node, "function", false);
      case "new_expression":
        return this.#call(node, "constructor", true);
      case "object":
        return { kind: "object", entries: node.children.flatMap((child) => this.#entry(child)), line };
      case "array":
        return {
          kind: "list",
          items: builder.within("blank", "[]", () => node.children.map((child) => this.lower(child))),
          line,
        };
      case "ternary_expression": {
        builder.within("blank", "?", () => this.lowerField(node, "condition"));
        const condition = childOf(node, "condition");
        const tested = condition === null ? null : testBranch(this.text(condition));
        const option = (field: string, isTest: boolean): Expression =>
          isTest ? builder.unseen(() => this.lowerField(node, field)) : this.lowerField(node, field);
        const yes = builder.choice(node.start, () => option("consequence", tested === "then"));
        const no = builder.choice(node.start, () => option("alternative", tested === "else"));
        if (tested !== null) return tested === "then" ? no : yes;
        return { kind: "choice", options: [yes, no], line };
      }
      case "binary_expression":
        return this.#binary(node);
      case "await_expression":
      case "parenthesized_expression":
      case "as_expression":
      case "satisfies_expression":
      case "non_null_expression":
      case "type_assertion":
      case "spread_element": {
        const inner = node.children.find((child) => child.type !== "type_arguments");
        return inner === undefined ? this.opaque(node) : this.lower(inner);
      }
      case "sequence_expression": {
        const values = node.children.map((child) => this.lower(child));
        return values.at(-1) ?? this.opaque(node);
      }
      case "assignment_expression":
      case "augmented_assignment_expression":
        return this.#assignment(node);
      case "arrow_function":
      case "function_expression":
      case "generator_function":
        return { kind: "function", model: this.function(node, this.#fieldName(node, "name") || "anonymous"), line };
      case "class":
        return { kind: "class", model: lowerClass(this, node, this.#fieldName(node, "name") || "anonymous"), line };
      default:
        return this.opaque(node);
    }
  }

  /** `name = value` of a `const`, `let` or `var`. */
  declare(declarator: SyntaxNode): void {
    const pattern = childOf(declarator, "name");
    const valueNode = childOf(declarator, "value");
    if (pattern === null) return;
    if (valueNode === null) return;
    const name = pattern.type === "identifier" ? this.text(pattern) : "";
    const lower = (): Expression => {
      if (valueNode.type === "arrow_function" || valueNode.type === "function_expression")
        return { kind: "function", model: this.function(valueNode, name || "anonymous"), line: valueNode.line };
      return this.lower(valueNode);
    };
    const isFunction = valueNode.type === "arrow_function" || valueNode.type === "function_expression";
    const value = name === "" || isFunction ? lower() : this.builder.within("name", name, lower);
    this.builder.statement(declarator.end, () => this.bindPattern(pattern, value));
  }

  bindPattern(pattern: SyntaxNode, value: Expression): void {
    bindPattern(this, pattern, value);
  }

  functionDeclaration(node: SyntaxNode): void {
    const name = this.#fieldName(node, "name");
    this.builder.bind(name, { kind: "function", model: this.function(node, name), line: node.line }, node);
  }

  classDeclaration(node: SyntaxNode): void {
    const name = this.#fieldName(node, "name");
    this.builder.bind(name, { kind: "class", model: lowerClass(this, node, name), line: node.line }, node);
  }

  function(node: SyntaxNode, name: string, isProperty = false): FunctionModel {
    const body = childOf(node, "body");
    return this.builder.function(name, node.line, { isProperty, parameters: () => this.#parameters(node) }, (model) => {
      if (body === null) return;
      if (body.type === "statement_block") this.#lowerBlock(body, model);
      else model.returns.push(this.lower(body));
    });
  }

  opaque(node: SyntaxNode): Expression {
    this.builder.within("blank", node.type, () => {
      for (const child of node.children) this.lower(child);
    });
    return { kind: "opaque", what: node.type.replaceAll("_", " "), line: node.line };
  }

  text(node: SyntaxNode): string {
    return this.source.slice(node.start, node.end);
  }

  #parameters(node: SyntaxNode): Parameter[] {
    const single = childOf(node, "parameter");
    if (single !== null) return lowerParameters(this, [single]);
    return lowerParameters(this, childOf(node, "parameters")?.children ?? []);
  }

  #template(node: SyntaxNode): Expression {
    const holes = node.children.filter((child) => child.type === "template_substitution");
    if (holes.length === 0)
      return this.builder.literal(unescapeText(this.source.slice(node.start + 1, node.end - 1)), node.line);
    const parts: Expression[] = [];
    let from = node.start + 1;
    const fixed = (to: number): void => {
      const value = unescapeText(this.source.slice(from, to));
      if (value !== "") parts.push({ kind: "literal", value, line: node.line, slot: "" });
    };
    for (const hole of holes) {
      fixed(hole.start);
      const [inner] = hole.children;
      if (inner !== undefined) parts.push(this.lower(inner));
      from = hole.end;
    }
    fixed(node.end - 1);
    return { kind: "template", parts, line: node.line };
  }

  #call(node: SyntaxNode, calleeField: string, construct: boolean): Expression {
    const calleeNode = childOf(node, calleeField);
    if (calleeNode === null) return this.opaque(node);
    const callee = this.lower(calleeNode);
    if (callee.kind === "name" && callee.name === "require") {
      const specifier = this.#requiredModule(node);
      if (specifier !== null) return { kind: "imported", specifier, name: "*", line: node.line };
    }
    const argumentList = childOf(node, "arguments");
    const args = this.builder.within("callee", calleeName(callee), () => {
      if (argumentList === null) return [];
      if (argumentList.type === "template_string")
        return [{ name: null, spread: false, value: this.lower(argumentList) }];
      return argumentList.children.map((child): Argument => ({
        name: null,
        spread: child.type === "spread_element",
        value: this.lower(child),
      }));
    });
    this.#assign(callee, args, node);
    return this.builder.call({
      kind: "call",
      callee,
      args,
      construct,
      line: node.line,
      endLine: node.endLine,
      offset: node.start,
    });
  }

  #requiredModule(node: SyntaxNode): string | null {
    const [first] = childOf(node, "arguments")?.children ?? [];
    return first?.type === "string" ? this.source.slice(first.start + 1, first.end - 1) : null;
  }

  /** `Object.assign(target, …)` changes its first argument. */
  #assign(callee: Expression, args: readonly Argument[], at: SyntaxNode): void {
    if (callee.kind !== "member" || callee.property !== "assign") return;
    if (callee.object.kind !== "name" || callee.object.name !== "Object") return;
    const [target, ...sources] = args;
    const path = target === undefined ? null : memberPath(target.value);
    if (path === null || path.root === "this") return;
    for (const source of sources) this.builder.mutate(path.root, path.keys, source.value, at);
  }

  #entry(node: SyntaxNode): ObjectEntry[] {
    const { builder } = this;
    const constantKey = (name: string): Expression => ({ kind: "literal", value: name, line: node.line, slot: "" });
    switch (node.type) {
      case "spread_element":
        return [{ key: null, value: this.lower(node) }];
      case "shorthand_property_identifier":
        return [{ key: constantKey(this.text(node)), value: this.lower(node) }];
      case "method_definition": {
        const name = this.#fieldName(node, "name");
        return [
          { key: constantKey(name), value: { kind: "function", model: this.function(node, name), line: node.line } },
        ];
      }
      case "pair": {
        const keyNode = childOf(node, "key");
        if (keyNode === null) return [];
        const [computed] = keyNode.type === "computed_property_name" ? keyNode.children : [];
        const key =
          computed === undefined
            ? constantKey(nameOf(keyNode, this.source))
            : builder.within("blank", "key", () => this.lower(computed));
        const name = nameOf(computed ?? keyNode, this.source);
        return [{ key, value: builder.within("name", name, () => this.lowerField(node, "value")) }];
      }
      default:
        return [];
    }
  }

  #binary(node: SyntaxNode): Expression {
    const left = childOf(node, "left");
    const right = childOf(node, "right");
    if (left === null || right === null) return this.opaque(node);
    const operator = this.source
      .slice(left.end, right.start)
      .replaceAll(/\/\*.*?\*\/|\/\/.*$/gms, "")
      .trim();
    if (operator === "||" || operator === "??")
      return this.builder.choice(node.start, () => ({
        kind: "fallback",
        first: this.lower(left),
        second: this.lower(right),
        line: node.line,
      }));
    if (operator === "&&") {
      this.builder.within("blank", "&&", () => this.lower(left));
      return this.lower(right);
    }
    if (!/^[-+*/%]|\*\*$/.test(operator)) return this.opaque(node);
    return { kind: "operation", operator, operands: [this.lower(left), this.lower(right)], line: node.line };
  }

  #assignment(node: SyntaxNode): Expression {
    const { builder } = this;
    const left = childOf(node, "left");
    const right = childOf(node, "right");
    if (left === null || right === null) return this.opaque(node);
    const value = builder.within("name", assignedName(left, this.source), () => this.lower(right));
    const operator = this.source.slice(left.end, right.start).trim();
    const assign = (assigned: Expression): void =>
      builder.statement(node.end, () => this.#assignTo(left, assigned, node));
    if (operator === "=") assign(value);
    else if (operator === "||=" || operator === "??=") builder.branch(() => assign(value));
    else if (left.type === "identifier" && /^[-+*/%]=$/.test(operator)) {
      const earlier: Expression = { kind: "name", name: this.text(left), line: node.line, offset: node.start };
      assign({ kind: "operation", operator: operator.slice(0, -1), operands: [earlier, value], line: node.line });
    }
    return value;
  }

  #assignTo(left: SyntaxNode, value: Expression, node: SyntaxNode): void {
    const { builder } = this;
    if (left.type !== "member_expression" && left.type !== "subscript_expression") return this.bindPattern(left, value);
    const path = memberPath(this.lower(left));
    if (path === null) return;
    const [first, second] = path.keys;
    if (path.root === "module" && first === "exports") this.#exportAs(path.keys.slice(1), value);
    else if (path.root === "exports" && first !== undefined && second === undefined)
      builder.module.exports.set(first, value);
    else {
      const owner = builder.enclosingClass();
      if (path.root === "this" && owner !== null) builder.assignAttribute(owner, path.keys, value, node);
      else builder.mutate(path.root, path.keys, value, node);
    }
  }

  #exportAs(keys: readonly string[], value: Expression): void {
    const { exports } = this.builder.module;
    const [name] = keys;
    if (name !== undefined) {
      exports.set(name, value);
      return;
    }
    exports.set("default", value);
    if (value.kind !== "object") return;
    for (const entry of value.entries) {
      if (entry.key?.kind === "literal") exports.set(String(entry.key.value), entry.value);
    }
  }

  #fieldName(node: SyntaxNode, field: string): string {
    const child = childOf(node, field);
    return child === null ? "" : nameOf(child, this.source);
  }
}

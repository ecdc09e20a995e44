import type { Argument, Expression, ObjectEntry } from "../module/expression.ts";
import type { Parameter } from "../module/module.ts";
import { childOf, type SyntaxNode } from "../parse/syntax-node.ts";
import { calleeName, memberPath } from "./member-path.ts";
import type { ModuleBuilder } from "./module-builder.ts";
import { assignedName } from "./property-name.ts";
import { testBranch } from "./test-condition.ts";
import { parseNumber, unescapeText } from "./text-literals.ts";

/** Expressions of Python. Every call that it meets is recorded, wherever it stands. */
export class PythonExpressions {
  readonly #builder: ModuleBuilder;
  readonly #source: string;

  constructor(builder: ModuleBuilder, source: string) {
    this.#builder = builder;
    this.#source = source;
  }

  lowerField(node: SyntaxNode, field: string): Expression {
    const child = childOf(node, field);
    return child === null ? this.#opaque(node) : this.lower(child);
  }

  lower(node: SyntaxNode): Expression {
    const builder = this.#builder;
    const { line } = node;
    switch (node.type) {
      case "identifier":
        return { kind: "name", name: this.#text(node), line, offset: node.start };
      case "string":
        return this.#string(node);
      case "concatenated_string":
        return { kind: "template", parts: node.children.map((child) => this.lower(child)), line };
      case "integer":
      case "float":
        return builder.literal(parseNumber(this.#text(node)), line);
      case "true":
      case "false":
        return builder.literal(node.type === "true", line);
      case "none":
        return builder.literal(null, line);
      case "attribute":
        return {
          kind: "member",
          object: this.lowerField(node, "object"),
          property: this.#field(node, "attribute"),
          line,
        };
      case "subscript": {
        const object = this.lowerField(node, "value");
        const index = childOf(node, "subscript");
        if (index === null) return this.#opaque(node);
        return { kind: "index", object, index: builder.within("blank", "[]", () => this.lower(index)), line };
      }
      case "call":
        return this.#call(node);
      case "dictionary":
        return { kind: "object", entries: node.children.flatMap((child) => this.#entry(child)), line };
      case "list":
      case "tuple":
      case "set":
      case "expression_list":
      case "pattern_list":
        return {
          kind: "list",
          items: builder.within("blank", "[]", () => node.children.map((child) => this.lower(child))),
          line,
        };
      case "boolean_operator":
        return this.#boolean(node);
      case "conditional_expression": {
        const [yes, condition, no] = node.children;
        if (yes === undefined || condition === undefined || no === undefined) return this.#opaque(node);
        builder.within("blank", "?", () => this.lower(condition));
        const tested = testBranch(this.#text(condition));
        if (tested !== null) {
          builder.unseen(() => this.lower(tested === "then" ? yes : no));
          return this.lower(tested === "then" ? no : yes);
        }
        return builder.choice(node.start, () => ({
          kind: "choice",
          options: [this.lower(yes), this.lower(no)],
          line,
        }));
      }
      case "binary_operator":
        return {
          kind: "operation",
          operator: this.#operator(node),
          operands: [this.lowerField(node, "left"), this.lowerField(node, "right")],
          line,
        };
      case "parenthesized_expression":
      case "await":
      case "type": {
        const [inner] = node.children;
        return inner === undefined ? this.#opaque(node) : this.lower(inner);
      }
      // `Optional[Config]` in the place of a type: the same as an index.
      case "generic_type": {
        const [name, parameters] = node.children;
        if (name === undefined || parameters === undefined) return this.#opaque(node);
        const items = parameters.children.map((child) => this.lower(child));
        return { kind: "index", object: this.lower(name), index: { kind: "list", items, line }, line };
      }
      case "named_expression": {
        const value = this.lowerField(node, "value");
        builder.bind(this.#field(node, "name"), value, node);
        return value;
      }
      case "assignment":
        return this.#assignment(node);
      case "augmented_assignment":
        return this.#augmentedAssignment(node);
      case "lambda":
        return this.#lambda(node);
      case "as_pattern":
        return this.bindAlias(node);
      default:
        return this.#opaque(node);
    }
  }

  /** `value as name`: binds the name, returns the value. */
  bindAlias(node: SyntaxNode): Expression {
    const [valueNode] = node.children;
    const target = childOf(node, "alias")?.children[0];
    const value = valueNode === undefined ? this.#opaque(node) : this.lower(valueNode);
    if (target !== undefined) this.assign(target, value);
    return value;
  }

  /** Binds what an assignment's left side names. */
  assign(target: SyntaxNode, value: Expression): void {
    const builder = this.#builder;
    if (target.type === "identifier") return builder.bind(this.#text(target), value, target);
    if (target.type === "pattern_list" || target.type === "tuple_pattern" || target.type === "list_pattern") {
      for (const [position, child] of target.children.entries()) {
        const index: Expression = { kind: "literal", value: position, line: target.line, slot: "" };
        this.assign(child, { kind: "index", object: value, index, line: target.line });
      }
      return;
    }
    if (target.type !== "attribute" && target.type !== "subscript") return;
    const path = memberPath(this.lower(target));
    if (path === null) return;
    const owner = builder.enclosingClass();
    if (path.root === "self" && owner !== null) builder.assignAttribute(owner, path.keys, value, target);
    else builder.mutate(path.root, path.keys, value, target);
  }

  parameters(list: SyntaxNode | null): Parameter[] {
    return (list?.children ?? []).flatMap((node): Parameter[] => {
      const base = { default: null, annotation: null, gathers: null, fields: [] };
      switch (node.type) {
        case "identifier":
          return [{ ...base, name: this.#text(node) }];
        case "default_parameter":
        case "typed_default_parameter": {
          const name = this.#field(node, "name");
          return [{ ...base, name, annotation: this.#annotation(node), default: this.#default(node, name) }];
        }
        case "typed_parameter": {
          const [pattern] = node.children;
          if (pattern === undefined) return [];
          const [inner] = this.parameters({ ...node, children: [pattern] });
          return inner === undefined ? [] : [{ ...inner, annotation: this.#annotation(node) }];
        }
        case "list_splat_pattern":
        case "dictionary_splat_pattern": {
          const [inner] = node.children;
          if (inner === undefined) return [];
          return [
            { ...base, name: this.#text(inner), gathers: node.type === "list_splat_pattern" ? "rest" : "keywords" },
          ];
        }
        default:
          return [];
      }
    });
  }

  #default(node: SyntaxNode, name: string): Expression | null {
    const value = childOf(node, "value");
    return value === null ? null : this.#builder.within("name", name, () => this.lower(value));
  }

  #annotation(node: SyntaxNode): Expression | null {
    const type = childOf(node, "type");
    return type === null ? null : this.#builder.within("blank", ":", () => this.lower(type));
  }

  #assignment(node: SyntaxNode): Expression {
    const left = childOf(node, "left");
    const right = childOf(node, "right");
    if (left === null) return this.#opaque(node);
    const annotation = this.#annotation(node);
    if (right === null) return this.#declared(left, annotation, node);
    const given = this.#builder.within("name", assignedName(left, this.#source), () => this.lower(right));
    // `config: Config = None` is filled in later, with what the type says.
    const value: Expression =
      annotation !== null && right.type === "none"
        ? { kind: "choice", options: [given, { kind: "typed", annotation, line: node.line }], line: node.line }
        : given;
    this.#builder.statement(node.end, () => this.assign(left, value));
    return value;
  }

  /** `name += value`, `name |= value`: what the name is from then on. */
  #augmentedAssignment(node: SyntaxNode): Expression {
    const left = childOf(node, "left");
    const right = childOf(node, "right");
    if (left === null || right === null) return this.#opaque(node);
    const operator = this.#operator(node);
    const value = this.#builder.within("name", assignedName(left, this.#source), () => this.lower(right));
    const path = memberPath(this.lower(left));
    if (operator === "|=" && path !== null && path.root !== "self")
      this.#builder.mutate(path.root, path.keys, value, node);
    else if (left.type === "identifier" && operator.length < 4) {
      const earlier: Expression = { kind: "name", name: this.#text(left), line: node.line, offset: node.start };
      const sum: Expression = {
        kind: "operation",
        operator: operator.slice(0, -1),
        operands: [earlier, value],
        line: node.line,
      };
      this.#builder.statement(node.end, () => this.assign(left, sum));
    }
    return value;
  }

  /** `name: Type` without a value says what it will be at most. */
  #declared(left: SyntaxNode, annotation: Expression | null, node: SyntaxNode): Expression {
    if (annotation === null) return { kind: "opaque", what: "declaration without a value", line: node.line };
    const value: Expression = { kind: "typed", annotation, line: node.line };
    if (left.type === "identifier") this.#builder.bind(this.#text(left), value, left);
    return value;
  }

  #call(node: SyntaxNode): Expression {
    const builder = this.#builder;
    const calleeNode = childOf(node, "function");
    const argumentList = childOf(node, "arguments");
    if (calleeNode === null || argumentList === null) return this.#opaque(node);
    const callee = this.lower(calleeNode);
    const args = builder.within("callee", calleeName(callee), () =>
      argumentList.type === "generator_expression"
        ? [{ name: null, spread: false, value: this.#opaque(argumentList) }]
        : argumentList.children.map((child) => this.#argument(child)),
    );
    this.#update(callee, args, node);
    return builder.call({
      kind: "call",
      callee,
      args,
      construct: false,
      line: node.line,
      endLine: node.endLine,
      offset: node.start,
    });
  }

  #argument(node: SyntaxNode): Argument {
    if (node.type === "keyword_argument") {
      const name = this.#field(node, "name");
      return { name, spread: false, value: this.#builder.within("name", name, () => this.lowerField(node, "value")) };
    }
    if (node.type === "dictionary_splat" || node.type === "list_splat") {
      const [inner] = node.children;
      const value = inner === undefined ? this.#opaque(node) : this.lower(inner);
      return { name: node.type === "dictionary_splat" ? "**" : null, spread: true, value };
    }
    return { name: null, spread: false, value: this.lower(node) };
  }

  /** `target.update(...)` and `target.setdefault(key, value)` change the dictionary they are called on. */
  #update(callee: Expression, args: readonly Argument[], at: SyntaxNode): void {
    if (callee.kind !== "member") return;
    const path = memberPath(callee.object);
    if (path === null || path.root === "self") return;
    if (callee.property === "update") {
      for (const arg of args) {
        const keys = arg.name === null || arg.spread ? path.keys : [...path.keys, arg.name];
        this.#builder.mutate(path.root, keys, arg.value, at);
      }
    } else if (callee.property === "setdefault") {
      const [key, value] = args;
      if (key?.value.kind === "literal" && value !== undefined)
        this.#builder.branch(() =>
          this.#builder.mutate(path.root, [...path.keys, String(literalValue(key.value))], value.value, at),
        );
    }
  }

  #entry(node: SyntaxNode): ObjectEntry[] {
    if (node.type === "dictionary_splat") {
      const [inner] = node.children;
      return inner === undefined ? [] : [{ key: null, value: this.lower(inner) }];
    }
    if (node.type !== "pair") return [];
    const keyNode = childOf(node, "key");
    if (keyNode === null) return [];
    const key = this.#builder.within("blank", "key", () => this.lower(keyNode));
    const name = key.kind === "literal" ? String(key.value) : this.#text(keyNode);
    return [{ key, value: this.#builder.within("name", name, () => this.lowerField(node, "value")) }];
  }

  #boolean(node: SyntaxNode): Expression {
    const [first, second] = this.#builder.choice(node.start, () => [
      this.lowerField(node, "left"),
      this.lowerField(node, "right"),
    ]);
    if (this.#operator(node) === "or") return { kind: "fallback", first, second, line: node.line };
    // `a and b` is used for its second value; the first is a condition.
    return second;
  }

  #lambda(node: SyntaxNode): Expression {
    const model = this.#builder.function(
      "lambda",
      node.line,
      { parameters: () => this.parameters(childOf(node, "parameters")) },
      (owner) => owner.returns.push(this.lowerField(node, "body")),
    );
    return { kind: "function", model, line: node.line };
  }

  #string(node: SyntaxNode): Expression {
    const content = node.children.filter((child) => child.type === "interpolation" || child.type === "string_content");
    const prefix = this.#source.slice(node.start, node.start + 3).toLowerCase();
    const isRaw = /^[bfu]?r/.test(prefix);
    const read = (child: SyntaxNode): string =>
      isRaw ? this.#text(child) : unescapeText(this.#text(child).replaceAll("\\N{", "\\\\N{"));
    if (content.every((child) => child.type === "string_content"))
      return this.#builder.literal(content.map(read).join(""), node.line);
    const parts = content.map((child): Expression => {
      if (child.type === "string_content") return { kind: "literal", value: read(child), line: child.line, slot: "" };
      return this.lowerField(child, "expression");
    });
    return { kind: "template", parts, line: node.line };
  }

  #opaque(node: SyntaxNode): Expression {
    this.#builder.within("blank", node.type, () => {
      for (const child of node.children) this.lower(child);
    });
    return { kind: "opaque", what: node.type.replaceAll("_", " "), line: node.line };
  }

  #operator(node: SyntaxNode): string {
    const left = childOf(node, "left");
    const right = childOf(node, "right");
    return left === null || right === null ? "" : this.#source.slice(left.end, right.start).trim();
  }

  #field(node: SyntaxNode, field: string): string {
    const child = childOf(node, field);
    return child === null ? "" : this.#text(child);
  }

  #text(node: SyntaxNode): string {
    return this.#source.slice(node.start, node.end);
  }
}

function literalValue(expression: Expression): unknown {
  return expression.kind === "literal" ? expression.value : null;
}

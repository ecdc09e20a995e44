import type { FunctionModel, ModuleModel, Parameter } from "../module/module.ts";
import { childOf, childrenOf, type CopiedTree, type SyntaxNode } from "../parse/syntax-node.ts";
import { ModuleBuilder } from "./module-builder.ts";
import { PythonExpressions } from "./python-expressions.ts";
import { guardedName } from "./guarded-name.ts";
import { testBranch } from "./test-condition.ts";

/** Reduces a Python syntax tree to a module: bindings, calls, classes, mutations. */
export function lowerPython(tree: CopiedTree, source: string): ModuleModel {
  const builder = new ModuleBuilder("python", tree.damaged);
  new PythonStatements(builder, source).block(tree.root, null);
  return builder.module;
}

class PythonStatements {
  readonly #builder: ModuleBuilder;
  readonly #source: string;
  readonly #expressions: PythonExpressions;

  constructor(builder: ModuleBuilder, source: string) {
    this.#builder = builder;
    this.#source = source;
    this.#expressions = new PythonExpressions(builder, source);
  }

  block(node: SyntaxNode, owner: FunctionModel | null): void {
    for (const child of node.children) this.#statement(child, owner);
  }

  #statement(node: SyntaxNode, owner: FunctionModel | null): void {
    const builder = this.#builder;
    switch (node.type) {
      case "import_statement":
        return this.#import(node);
      case "import_from_statement":
        return this.#importFrom(node);
      case "expression_statement":
        for (const child of node.children) this.#expressions.lower(child);
        return;
      case "decorated_definition": {
        const names = node.children.filter((c) => c.type === "decorator").map((c) => this.#text(c));
        for (const child of node.children) {
          if (child.type === "decorator") for (const inner of child.children) this.#expressions.lower(inner);
          else if (child.type === "function_definition") this.#function(child, names.some(isPropertyDecorator));
          else this.#statement(child, owner);
        }
        return;
      }
      case "function_definition":
        return this.#function(node, false);
      case "class_definition":
        return this.#class(node);
      case "return_statement": {
        const values = node.children.map((child) => this.#expressions.lower(child));
        if (values[0] !== undefined) builder.returns(owner, values[0]);
        return;
      }
      case "for_statement": {
        const iterable = this.#expressions.lowerField(node, "right");
        const target = childOf(node, "left");
        const body = childOf(node, "body");
        if (target !== null)
          builder.branch(() => this.#expressions.assign(target, { kind: "element", of: iterable, line: node.line }));
        if (body !== null) builder.loop(() => this.block(body, owner));
        const otherwise = childOf(node, "alternative");
        if (otherwise !== null) builder.branch(() => this.block(otherwise, owner));
        return;
      }
      case "while_statement":
        builder.loop(() => this.block(node, owner));
        return;
      case "with_statement":
        return this.#with(node, owner);
      case "if_statement":
        return this.#if(node, owner);
      case "try_statement":
        for (const child of node.children) {
          // What `try` does first happens unless it fails: only the handlers are exceptions.
          if (child.type === "block") this.block(child, owner);
          else builder.branch(() => this.block(child, owner));
        }
        return;
      case "elif_clause":
      case "else_clause":
      case "except_clause":
      case "finally_clause":
      case "case_clause":
      case "match_statement":
      case "block":
        builder.branch(() => this.block(node, owner));
        return;
      default:
        this.#expressions.lower(node);
    }
  }

  #if(node: SyntaxNode, owner: FunctionModel | null): void {
    this.#expressions.lowerField(node, "condition");
    const condition = childOf(node, "condition");
    const tested = condition === null ? null : testBranch(this.#text(condition));
    const guarded = condition === null ? null : guardedName(this.#text(condition));
    for (const child of node.children) {
      if (child.field === "condition") continue;
      const name = child.field === "consequence" ? guarded : null;
      const work = (): void => this.#builder.guarded(name, condition ?? node, () => this.block(child, owner));
      if (tested === (child.field === "alternative" ? "else" : "then")) this.#builder.unseen(work);
      else work();
    }
  }

  #with(node: SyntaxNode, owner: FunctionModel | null): void {
    const clause = node.children.find((child) => child.type === "with_clause");
    for (const item of clause?.children ?? []) {
      const value = childOf(item, "value");
      if (value === null) continue;
      if (value.type !== "as_pattern") this.#expressions.lower(value);
      else this.#expressions.bindAlias(value);
    }
    const body = childOf(node, "body");
    if (body !== null) this.block(body, owner);
  }

  #function(node: SyntaxNode, isProperty: boolean): void {
    const name = this.#field(node, "name");
    const model = this.#builder.function(
      name,
      node.line,
      { isProperty, parameters: () => this.#parameters(childOf(node, "parameters")) },
      (owner) => {
        const body = childOf(node, "body");
        if (body !== null) this.block(body, owner);
      },
    );
    this.#builder.bind(name, { kind: "function", model, line: node.line }, node);
  }

  #parameters(list: SyntaxNode | null): Parameter[] {
    return this.#expressions.parameters(list);
  }

  #class(node: SyntaxNode): void {
    const name = this.#field(node, "name");
    const bases = (childOf(node, "superclasses")?.children ?? [])
      .filter((child) => child.type !== "keyword_argument")
      .map((child) => this.#expressions.lower(child));
    const model = this.#builder.class(name, node.line, bases, () => {
      const body = childOf(node, "body");
      if (body !== null) this.block(body, null);
    });
    this.#builder.bind(name, { kind: "class", model, line: node.line }, node);
  }

  #import(node: SyntaxNode): void {
    for (const child of node.children) {
      if (child.type === "aliased_import") {
        const specifier = this.#field(child, "name");
        this.#builder.bind(
          this.#field(child, "alias"),
          { kind: "imported", specifier, name: "*", line: node.line },
          node,
        );
      } else if (child.type === "dotted_name") {
        const specifier = this.#text(child);
        const [first = specifier] = specifier.split(".");
        this.#builder.bind(first, { kind: "imported", specifier: first, name: "*", line: node.line }, node);
      }
    }
  }

  #importFrom(node: SyntaxNode): void {
    const specifier = this.#field(node, "module_name");
    if (node.children.some((child) => child.type === "wildcard_import"))
      this.#builder.module.starExports.push(specifier);
    for (const child of childrenOf(node, "name")) {
      const aliased = child.type === "aliased_import";
      const name = aliased ? this.#field(child, "name") : this.#text(child);
      const local = aliased ? this.#field(child, "alias") : name;
      this.#builder.bind(local, { kind: "imported", specifier, name, line: node.line }, node);
    }
  }

  #field(node: SyntaxNode, field: string): string {
    const child = childOf(node, field);
    return child === null ? "" : this.#text(child);
  }

  #text(node: SyntaxNode): string {
    return this.#source.slice(node.start, node.end);
  }
}

function isPropertyDecorator(text: string): boolean {
  return /^@(?:functools\.)?(?:cached_)?property\b/.test(text);
}

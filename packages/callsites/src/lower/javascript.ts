import type { Expression } from "../module/expression.ts";
import type { FunctionModel, Language, ModuleModel } from "../module/module.ts";
import { childOf, childrenOf, type CopiedTree, type SyntaxNode } from "../parse/syntax-node.ts";
import { JavaScriptExpressions } from "./javascript-expressions.ts";
import { ModuleBuilder } from "./module-builder.ts";
import { nameOf } from "./property-name.ts";
import { guardedName } from "./guarded-name.ts";
import { testBranch } from "./test-condition.ts";

/** Reduces a JavaScript or TypeScript syntax tree to a module: bindings, exports, calls, classes, mutations. */
export function lowerJavaScript(tree: CopiedTree, source: string, language: Language): ModuleModel {
  const builder = new ModuleBuilder(language, tree.damaged);
  new JavaScriptStatements(builder, source).block(tree.root, null);
  return builder.module;
}

class JavaScriptStatements {
  readonly #builder: ModuleBuilder;
  readonly #source: string;
  readonly #expressions: JavaScriptExpressions;

  constructor(builder: ModuleBuilder, source: string) {
    this.#builder = builder;
    this.#source = source;
    this.#expressions = new JavaScriptExpressions(builder, source, (body, owner) => this.block(body, owner));
  }

  block(node: SyntaxNode, owner: FunctionModel | null): void {
    for (const child of node.children) this.#statement(child, owner);
  }

  #statement(node: SyntaxNode, owner: FunctionModel | null): void {
    const builder = this.#builder;
    switch (node.type) {
      case "import_statement":
        return this.#import(node);
      case "export_statement":
        return this.#export(node, owner);
      case "lexical_declaration":
      case "variable_declaration":
        for (const declarator of node.children) this.#expressions.declare(declarator);
        return;
      case "function_declaration":
      case "generator_function_declaration":
        this.#expressions.functionDeclaration(node);
        return;
      case "class_declaration":
      case "abstract_class_declaration":
        this.#expressions.classDeclaration(node);
        return;
      case "enum_declaration":
        return this.#enum(node);
      case "expression_statement":
        for (const child of node.children) this.#expressions.lower(child);
        return;
      case "return_statement": {
        const values = node.children.map((child) => this.#expressions.lower(child));
        if (values[0] !== undefined) builder.returns(owner, values[0]);
        return;
      }
      case "if_statement": {
        this.#condition(node, "condition");
        const condition = childOf(node, "condition");
        const tested = condition === null ? null : testBranch(this.#text(condition));
        const guarded = condition === null ? null : guardedName(this.#text(condition));
        for (const child of node.children) {
          if (child.field === "condition") continue;
          const name = child.field === "consequence" ? guarded : null;
          const work = (): void => builder.guarded(name, condition ?? node, () => this.#statement(child, owner));
          const isTest = tested === (child.field === "alternative" ? "else" : "then");
          if (isTest) builder.unseen(work);
          else work();
        }
        return;
      }
      case "for_statement":
      case "while_statement":
      case "do_statement":
        builder.loop(() => this.block(node, owner));
        return;
      case "for_in_statement": {
        const iterable = this.#expressions.lowerField(node, "right");
        const target = childOf(node, "left");
        const body = childOf(node, "body");
        if (target !== null)
          builder.branch(() =>
            this.#expressions.bindPattern(target, { kind: "element", of: iterable, line: node.line }),
          );
        if (body !== null) builder.loop(() => this.#statement(body, owner));
        return;
      }
      case "switch_statement":
        this.#condition(node, "value");
        for (const child of childOf(node, "body")?.children ?? []) {
          const test = childOf(child, "value");
          if (test !== null) builder.within("blank", "case", () => this.#expressions.lower(test));
          for (const statement of childrenOf(child, "body")) builder.branch(() => this.#statement(statement, owner));
        }
        return;
      case "try_statement":
        for (const child of node.children) {
          if (child.field === "body") this.block(child, owner);
          else builder.branch(() => this.block(child, owner));
        }
        return;
      case "statement_block":
      case "else_clause":
      case "catch_clause":
      case "finally_clause":
      case "labeled_statement":
      case "program":
      case "internal_module":
      case "module":
        return this.block(node, owner);
      default:
        this.#expressions.lower(node);
    }
  }

  #condition(node: SyntaxNode, field: string): void {
    this.#builder.within("blank", "if", () => this.#expressions.lowerField(node, field));
  }

  #import(node: SyntaxNode): void {
    const source = childOf(node, "source");
    if (source === null) return;
    const specifier = this.#unquoted(source);
    const bind = (local: string, name: string): void =>
      this.#builder.bind(local, { kind: "imported", specifier, name, line: node.line }, node);
    for (const clause of node.children.filter((child) => child.type === "import_clause")) {
      for (const part of clause.children) {
        if (part.type === "identifier") bind(this.#text(part), "default");
        else if (part.type === "namespace_import") for (const name of part.children) bind(this.#text(name), "*");
        else
          for (const specifierNode of part.children) {
            const name = this.#field(specifierNode, "name");
            bind(this.#field(specifierNode, "alias") || name, name);
          }
      }
    }
  }

  #export(node: SyntaxNode, owner: FunctionModel | null): void {
    const { exports, starExports } = this.#builder.module;
    const source = childOf(node, "source");
    const specifier = source === null ? null : this.#unquoted(source);
    const declaration = childOf(node, "declaration");
    const value = childOf(node, "value");
    const isDefault = this.#source.slice(node.start, node.start + 40).match(/^export\s+default\b/) !== null;
    if (declaration !== null) {
      this.#statement(declaration, owner);
      for (const name of declaredNames(declaration, this.#source)) {
        const local: Expression = { kind: "name", name, line: node.line, offset: node.end };
        exports.set(isDefault ? "default" : name, local);
      }
      return;
    }
    if (value !== null) {
      exports.set(
        "default",
        this.#builder.within("name", "default", () => this.#expressions.lower(value)),
      );
      return;
    }
    const clause = node.children.find((child) => child.type === "export_clause" || child.type === "namespace_export");
    if (clause === undefined) {
      if (specifier !== null) starExports.push(specifier);
      return;
    }
    for (const part of clause.children) {
      if (clause.type === "namespace_export") {
        if (specifier !== null)
          exports.set(this.#text(part), { kind: "imported", specifier, name: "*", line: node.line });
        continue;
      }
      const name = this.#field(part, "name");
      exports.set(
        this.#field(part, "alias") || name,
        specifier === null
          ? { kind: "name", name, line: part.line, offset: node.end }
          : { kind: "imported", specifier, name, line: part.line },
      );
    }
  }

  #enum(node: SyntaxNode): void {
    const name = this.#field(node, "name");
    const entries = this.#builder.within("name", name, () =>
      (childOf(node, "body")?.children ?? []).flatMap((member) => {
        const keyNode = childOf(member, "name");
        if (member.type !== "enum_assignment" || keyNode === null) return [];
        const key = nameOf(keyNode, this.#source);
        const value = this.#builder.within("name", key, () => this.#expressions.lowerField(member, "value"));
        return [{ key: { kind: "literal", value: key, line: member.line, slot: "" } as const, value }];
      }),
    );
    this.#builder.bind(name, { kind: "object", entries, line: node.line }, node);
  }

  #unquoted(node: SyntaxNode): string {
    return this.#source.slice(node.start + 1, node.end - 1);
  }

  #field(node: SyntaxNode, field: string): string {
    const child = childOf(node, field);
    return child === null ? "" : nameOf(child, this.#source);
  }

  #text(node: SyntaxNode): string {
    return this.#source.slice(node.start, node.end);
  }
}

function declaredNames(declaration: SyntaxNode, source: string): string[] {
  const names = (pattern: SyntaxNode): string[] => {
    if (pattern.children.length === 0) return [source.slice(pattern.start, pattern.end)];
    return pattern.children.flatMap(names);
  };
  if (declaration.type === "lexical_declaration" || declaration.type === "variable_declaration")
    return declaration.children.flatMap((declarator) => {
      const name = childOf(declarator, "name");
      return name === null ? [] : names(name);
    });
  const name = childOf(declaration, "name");
  return name === null ? [] : [source.slice(name.start, name.end)];
}

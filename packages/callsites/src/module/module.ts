import type { CallOccurrence, Expression, Literal } from "./expression.ts";

export type Language = "python" | "javascript" | "typescript" | "tsx";

/** One source file, reduced to what resolution needs. Plain data: it is cached on disk by content hash. */
export interface ModuleModel {
  readonly language: Language;
  readonly scope: ScopeModel;
  /** Explicit exports of an ES or CommonJS module. Python modules export their bindings. */
  readonly exports: Map<string, Expression>;
  /** Specifiers of `export * from`. */
  readonly starExports: string[];
  readonly calls: CallOccurrence[];
  /** Literals with a name: constants, keys, defaults and arguments whose names speak of models or limits. */
  readonly settings: NamedLiteral[];
  /** True where the parser had to skip something. */
  readonly damaged: boolean;
}

export interface NamedLiteral {
  readonly literal: Literal;
  /** Last name on the way to the literal: `model`, `DEFAULT_MODEL`, `max_tokens`. */
  readonly name: string;
  /** Callee of the call that the literal is an argument of, else null. */
  readonly callee: string | null;
  /** The slot without the functions that are called on the way: a call may be made of another one later. */
  readonly names: string;
  /** Classes and functions around it, joined by dots. */
  readonly within: string;
  /** Offset of the ternary or fallback that the literal is one option of, else null. */
  readonly choice: number | null;
}

export interface Binding {
  readonly value: Expression;
  readonly line: number;
  readonly offset: number;
  /** True inside a branch or loop: it may or may not have happened. */
  readonly conditional: boolean;
}

/** `root.path = value`, `root["path"] = value`, `root.update({...})` (an empty path merges). */
export interface Mutation extends Binding {
  readonly root: string;
  readonly path: readonly string[];
}

export interface ScopeModel {
  readonly kind: "module" | "function" | "class";
  readonly name: string;
  readonly parent: ScopeModel | null;
  readonly bindings: Map<string, Binding[]>;
  readonly mutations: Mutation[];
  /** The function whose body this is. */
  function: FunctionModel | null;
  /** The class whose body this is. */
  class: ClassModel | null;
}

export interface Parameter {
  readonly name: string;
  readonly default: Expression | null;
  readonly annotation: Expression | null;
  /** `rest` gathers positional arguments, `keywords` named ones. */
  readonly gathers: "rest" | "keywords" | null;
  /** Names taken out of an object parameter: local name to key and default. */
  readonly fields: readonly ParameterField[];
}

export interface ParameterField {
  readonly name: string;
  readonly key: string;
  /** Of a rest (`{model, ...rest}`) the keys that it does not get; null for a field of one key. */
  readonly without: readonly string[] | null;
  readonly default: Expression | null;
}

export interface FunctionModel {
  readonly name: string;
  readonly parameters: Parameter[];
  readonly returns: Expression[];
  readonly scope: ScopeModel;
  /** Method of this class; static and class methods too. */
  readonly class: ClassModel | null;
  readonly isProperty: boolean;
  readonly line: number;
}

export interface ClassModel {
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly scope: ScopeModel;
  /** `self.x = …` and `this.x = …` in any method. */
  readonly attributes: ClassAttribute[];
  readonly line: number;
}

export interface ClassAttribute {
  readonly path: readonly string[];
  readonly value: Expression;
  readonly scope: ScopeModel;
  readonly line: number;
  readonly offset: number;
  readonly conditional: boolean;
}

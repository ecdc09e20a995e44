import type { ClassModel, FunctionModel, ScopeModel } from "./module.ts";

/**
 * What an expression means for resolution, the same for every language. Whatever a language has beyond these
 * is `opaque`: resolution stops there and says so.
 */
export type Expression =
  | Literal
  | Template
  | Name
  | Member
  | Index
  | Call
  | ObjectLiteral
  | ListLiteral
  | Choice
  | Fallback
  | Operation
  | Element
  | Rest
  | Imported
  | FunctionExpression
  | ClassExpression
  | Typed
  | Opaque;

/** The kinds that resolution knows; what was stored with another is read by nobody. */
export const EXPRESSION_KINDS: Readonly<Record<Expression["kind"], true>> = {
  literal: true,
  template: true,
  name: true,
  member: true,
  index: true,
  call: true,
  object: true,
  list: true,
  choice: true,
  fallback: true,
  operation: true,
  element: true,
  rest: true,
  imported: true,
  function: true,
  class: true,
  typed: true,
  opaque: true,
};

export interface Literal {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
  readonly line: number;
  /** Names that lead to the value (`Config.models.default`): tells two equal lines of one file apart. */
  readonly slot: string;
}

/** Text with holes: a template string, an f-string, adjacent strings. */
export interface Template {
  readonly kind: "template";
  readonly parts: readonly Expression[];
  readonly line: number;
}

export interface Name {
  readonly kind: "name";
  readonly name: string;
  readonly line: number;
  readonly offset: number;
}

export interface Member {
  readonly kind: "member";
  readonly object: Expression;
  readonly property: string;
  readonly line: number;
}

export interface Index {
  readonly kind: "index";
  readonly object: Expression;
  readonly index: Expression;
  readonly line: number;
}

export interface Argument {
  /** Keyword of a named argument; null for a positional one. */
  readonly name: string | null;
  /** `*args`, `**kwargs` or `...rest`. */
  readonly spread: boolean;
  readonly value: Expression;
}

export interface Call {
  readonly kind: "call";
  readonly callee: Expression;
  readonly args: readonly Argument[];
  /** `new X()`. */
  readonly construct: boolean;
  readonly line: number;
  readonly endLine: number;
  readonly offset: number;
}

export interface ObjectEntry {
  /** Null for a spread, whose value is merged in. */
  readonly key: Expression | null;
  readonly value: Expression;
}

export interface ObjectLiteral {
  readonly kind: "object";
  readonly entries: readonly ObjectEntry[];
  readonly line: number;
}

export interface ListLiteral {
  readonly kind: "list";
  readonly items: readonly Expression[];
  readonly line: number;
}

/** One of several, by a condition that is not evaluated. */
export interface Choice {
  readonly kind: "choice";
  readonly options: readonly Expression[];
  readonly line: number;
}

/** `first or second`, `first || second`, `first ?? second`, a destructuring default. */
export interface Fallback {
  readonly kind: "fallback";
  readonly first: Expression;
  readonly second: Expression;
  readonly line: number;
}

export interface Operation {
  readonly kind: "operation";
  readonly operator: string;
  readonly operands: readonly Expression[];
  readonly line: number;
}

/** Some element of an iterable: the variable of a loop. */
export interface Element {
  readonly kind: "element";
  readonly of: Expression;
  readonly line: number;
}

/** An object without some of its keys: the rest of a destructuring. */
export interface Rest {
  readonly kind: "rest";
  readonly of: Expression;
  readonly without: readonly string[];
  readonly line: number;
}

export interface Imported {
  readonly kind: "imported";
  readonly specifier: string;
  /** Exported name; `*` for the module itself, `default` for its default export. */
  readonly name: string;
  readonly line: number;
}

export interface FunctionExpression {
  readonly kind: "function";
  readonly model: FunctionModel;
  readonly line: number;
}

export interface ClassExpression {
  readonly kind: "class";
  readonly model: ClassModel;
  readonly line: number;
}

/** Something of a type, as a field or a name declares it: where that is a class of the tree, an instance with its defaults. */
export interface Typed {
  readonly kind: "typed";
  readonly annotation: Expression;
  readonly line: number;
}

export interface Opaque {
  readonly kind: "opaque";
  /** What stands there, for the reason a person reads (`comparison`, `yield`). */
  readonly what: string;
  readonly line: number;
}

/** A call and where it stands; the unit that SDK tables are matched against. */
export interface CallOccurrence {
  readonly call: Call;
  readonly scope: ScopeModel;
  /** Loops around the call inside its own function: noted, never multiplied. */
  readonly loops: number;
  /** Binding, key and callee names that lead to the call. */
  readonly slot: string;
}

import type { Argument, Expression } from "../module/expression.ts";
import type { ClassModel, FunctionModel, ModuleModel, ScopeModel } from "../module/module.ts";

export interface Location {
  readonly path: string;
  readonly line: number;
}

/** How a value came to its place, strongest first: each step on the way can only weaken it. */
export type Strength = "literal" | "constant" | "configuration" | "environment";

/**
 * What an expression can be. Resolution gives a list of these: several where a condition decides at run time.
 * An `unknown` beside others means that a value from outside may replace them.
 */
export type Value =
  | ScalarValue
  | ObjectValue
  | ListValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ModuleValue
  | ExternalValue
  | UnknownValue;

export interface ScalarValue {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  readonly at: Location;
  readonly slot: string;
  readonly strength: Strength;
  /** For a model's name: whose object it was given to (`groq`). */
  readonly seller?: string;
  /** One entry of a table, taken under a key that is not known. */
  readonly isEntry?: boolean;
}

/** An expression with the place it is evaluated in: evaluated only when it is asked for. */
export interface Thunk {
  readonly expression: Expression;
  readonly frame: Frame;
}

/** One step in an object's making. An empty path merges `value` in; `*` stands for a key that is not constant. */
export interface Layer {
  readonly path: readonly string[];
  readonly value: Thunk | Value;
  readonly conditional: boolean;
}

export interface ObjectValue {
  readonly kind: "object";
  readonly layers: readonly Layer[];
  /** What a key that no layer has is looked up in. */
  readonly base: Value | null;
  /** Keys that it certainly has not, whatever the base says. */
  readonly without?: readonly string[];
  /** One entry of a table, taken under a key that is not known: so is all that is in it. */
  readonly isEntry?: boolean;
}

export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Thunk[];
}

export interface FunctionValue {
  readonly kind: "function";
  readonly model: FunctionModel;
  readonly frame: Frame;
  readonly self: Value | null;
}

export interface ClassValue {
  readonly kind: "class";
  readonly model: ClassModel;
  readonly frame: Frame;
}

export interface InstanceValue {
  readonly kind: "instance";
  readonly of: ClassValue;
  /** Arguments of its construction; null where it comes from outside. */
  readonly call: BoundCall | null;
  readonly layers: readonly Layer[];
  /** Looked up from the bases on: what `super()` gives. */
  readonly skipOwn: boolean;
}

export interface ModuleValue {
  readonly kind: "module";
  readonly path: string;
}

/** Something of a package or of the platform: `openai:OpenAI().chat.completions.create`. */
export interface ExternalValue {
  readonly kind: "external";
  readonly package: string;
  /** Names and `()` on the way. */
  readonly trail: string;
  /** The last call on the way, if the value is its result. */
  readonly call: BoundCall | null;
  readonly receiver: ExternalValue | UnknownValue | null;
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly reason: string;
  readonly at: Location;
  /** Set where a parameter is the reason: its callers may know more. */
  readonly parameter: { readonly function: FunctionModel; readonly name: string } | null;
  /** Names taken off the unknown thing since: `.chat.completions.create`. */
  readonly trail: string;
  readonly call: BoundCall | null;
  readonly receiver: UnknownValue | null;
  /** The constant parts of a text with holes. */
  readonly text?: string;
  /** True where running this ends in an error, so that nothing is spent. */
  readonly fails?: boolean;
  /** True for an environment variable that nothing in the tree sets: what stands in for it is its default. */
  readonly isVariable?: boolean;
}

export interface BoundCall {
  readonly args: readonly Argument[];
  readonly frame: Frame;
  readonly line: number;
}

/** Where names are looked up: a scope of a file and, inside a function, the call that is being followed. */
export interface Frame {
  readonly path: string;
  readonly module: ModuleModel;
  readonly scope: ScopeModel;
  readonly activation: Activation | null;
}

export interface Activation {
  readonly function: FunctionModel;
  readonly call: BoundCall | null;
  readonly self: Value | null;
  /** The activation that the function was defined in. */
  readonly outer: Activation | null;
}

export function unknown(reason: string, at: Location, parameter: UnknownValue["parameter"] = null): UnknownValue {
  return { kind: "unknown", reason, at, parameter, trail: "", call: null, receiver: null };
}

/** Something that the code asks for and that is not there. */
export function failing(reason: string, at: Location): UnknownValue {
  return { ...unknown(reason, at), fails: true };
}

/** The same value as one entry of a table whose key is not known. */
export function asEntry(value: Value): Value {
  return value.kind === "scalar" || value.kind === "object" ? { ...value, isEntry: true } : value;
}

export function moduleFrame(path: string, module: ModuleModel): Frame {
  return { path, module, scope: module.scope, activation: null };
}

const STRENGTHS: readonly Strength[] = ["literal", "constant", "configuration", "environment"];

/** The same value with its origin weakened to at least `strength`. */
export function weaken(value: Value, strength: Strength): Value {
  if (value.kind !== "scalar" || STRENGTHS.indexOf(value.strength) >= STRENGTHS.indexOf(strength)) return value;
  return { ...value, strength };
}

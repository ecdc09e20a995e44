import type { Location } from "../resolve/value.ts";

/** Where a value comes from (SPEC.md, section 9). */
export type Origin =
  | "literal"
  | "constant-here"
  | "constant-elsewhere"
  | "configuration"
  | "environment"
  | "unresolved";

/** One value that a setting of a call can have. */
export interface Alternative<T> {
  readonly value: T;
  readonly at: Location;
  /** Names on the way to the value inside its file: the same value keeps its slot when lines move. */
  readonly slot: string;
  readonly origin: Exclude<Origin, "unresolved">;
  /** For a model: who sells it, where that is not its maker. */
  readonly seller?: string;
  /** One entry of a table whose key is not known: which of them holds is decided at run time. */
  readonly isEntry?: boolean;
  /** For a model: what the code marks it with (`low thinking`). */
  readonly variant?: string;
}

/** What a setting of a call can be. No alternatives and no expression: the call does not set it. */
export interface Setting<T> {
  /** The likeliest first. */
  readonly alternatives: readonly Alternative<T>[];
  /** True where a value from outside of the source may replace the alternatives. */
  readonly isOpen: boolean;
  /** True where that outside is no parameter of the tree's own: the environment, a file, a user's settings. */
  readonly isConfigurable: boolean;
  /** What stands in the call, without layout; null where the call does not set it. */
  readonly expression: string | null;
  /** Why resolution stopped, where it did; names the place. */
  readonly reason: string | null;
  /** True where the call can only end in an error before it spends anything. */
  readonly fails: boolean;
  /** True for an environment variable that nothing in the tree sets. */
  readonly isVariable?: boolean;
  /** True where one of the SDK calls that are reached does not set it, and another does. */
  readonly isPartlyUnset?: boolean;
}

export interface Dismissal {
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string | null;
}

/** A place that spends money: a call of a model, or of a function of the tree that calls one with what it is given. */
export interface CallSite {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  /** Which operation of which SDK: `openai.chat`. */
  readonly sdk: string;
  /** The call as it stands, without arguments. */
  readonly callee: string;
  /** Classes and functions around the call, outermost first, joined by dots; empty at the top of a file. */
  readonly within: string;
  readonly model: Setting<string>;
  readonly maxOutputTokens: Setting<number>;
  readonly serviceTier: Setting<string>;
  /** Constant text of the prompt and of tool descriptions; texts of files that the code reads included. */
  readonly promptText: string;
  readonly hasDynamicInput: boolean;
  /** Names of billable tools. */
  readonly tools: readonly string[];
  /** Loops around the call: noted, never multiplied. */
  readonly loops: number;
  readonly hasOutput: boolean;
  /** The SDK's own call, where this site reaches it through functions of the tree. */
  readonly reaches: Location | null;
  /** Classes and functions around that call. */
  readonly reachesWithin: string | null;
  readonly dismissal: Dismissal | null;
}

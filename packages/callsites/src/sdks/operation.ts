/**
 * Where an argument stands in a call: `model` (by keyword, or a key of an object argument), `#0` (by position),
 * `config.max_output_tokens` (nested), `receiver.#0` (of the construction that the call's object comes from).
 */
export type ArgumentPath = string;

/** One way of spending money that an SDK offers, as data. */
export interface SdkOperation {
  /** Name in reports and in `runrate.yml`: `openai.chat`. */
  readonly sdk: string;
  /** Last names of the call: `.chat.completions.create` for a method, `generateText` for a function or class. */
  readonly callees: readonly string[];
  /** Packages that it comes from; a trailing `*` stands for anything. */
  readonly packages: readonly string[];
  /** Whether the last names alone tell, where the object's package is not known. */
  readonly anyReceiver: boolean;
  /** Where the package is not known: the call must have one of these arguments. */
  readonly needs?: readonly ArgumentPath[];
  /** Texts of which a file must contain one for the operation to be in it. */
  readonly marks: readonly string[];
  readonly model: readonly ArgumentPath[];
  readonly maxOutputTokens: readonly ArgumentPath[];
  readonly serviceTier: readonly ArgumentPath[];
  readonly prompt: readonly ArgumentPath[];
  readonly tools: readonly ArgumentPath[];
  /** True where only a model given by its name counts: a model object is a site of its own, where it is made. */
  readonly isByNameOnly: boolean;
  /** False where only the input is billed. */
  readonly hasOutput: boolean;
  /** Billed at batch rates. */
  readonly isBatch: boolean;
}

const EMPTY = {
  anyReceiver: false,
  model: ["model"],
  maxOutputTokens: [],
  serviceTier: [],
  prompt: [],
  tools: [],
  isByNameOnly: false,
  hasOutput: true,
  isBatch: false,
} as const;

/** An operation with what most have in common left out. */
export function operation(
  fields: Pick<SdkOperation, "sdk" | "callees" | "packages" | "marks"> & Partial<SdkOperation>,
): SdkOperation {
  return { ...EMPTY, ...fields };
}

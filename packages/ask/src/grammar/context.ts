import type { NotUnderstood, QueryDimension } from "../query.ts";

/** The names that a question may use without saying what they are. */
export interface KnownNames {
  /** What the ledger holds in each dimension. */
  readonly values: ReadonlyMap<QueryDimension, readonly string[]>;
  /** Ids by the names that providers give them, in lower case; such a name is a way to say the id. */
  readonly ids?: ReadonlyMap<QueryDimension, ReadonlyMap<string, string>>;
  /** Names of tags. */
  readonly tags: readonly string[];
  /** Whether a name is a model of the catalogue: written out (`exact`), or by its family or pattern (`alike`). */
  readonly model: (name: string) => "exact" | "alike" | undefined;
  /** Model names for suggestions. */
  readonly models: readonly string[];
  /** Ids of the catalogue's providers. */
  readonly providers: readonly string[];
  /** Names of budgets. */
  readonly budgets: readonly string[];
}

/** Where and when a question is asked. */
export interface QuestionContext {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Zone of days and months where the question names none. */
  readonly zone: string;
  readonly known: KnownNames;
}

export function notUnderstood(reason: string, ...suggestions: readonly string[]): NotUnderstood {
  return { kind: "not_understood", reason, suggestions };
}

/** As `notUnderstood`, where the words can be read in no other way: what is left of them would be another question. */
export function refused(reason: string, ...suggestions: readonly string[]): NotUnderstood {
  return { ...notUnderstood(reason, ...suggestions), final: true };
}

import type { CallTags } from "./tags.ts";

/** What was seen of one call, kept as small as it can be until it is sent. */
export interface Observation {
  /** The provider's id of the answer, else one of ours: the same call is never counted twice. */
  readonly id: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly provider: string | undefined;
  readonly model: string;
  readonly serviceTier: string | undefined;
  /** The provider's usage object, as it came. */
  readonly usage: object;
  /** How many calls it stands for; above 1 for a batch. */
  readonly requests: number;
  readonly responseId: string | undefined;
  readonly conversation: string | undefined;
  readonly webSearches: number;
  readonly fileSearches: number;
  readonly codeSessions: number;
  readonly tags: readonly (CallTags | undefined)[];
}

/** The part of an observation that the answer of a call says. */
export type Seen = Omit<Observation, "provider" | "tags">;

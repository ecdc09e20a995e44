import type { UsageLine } from "./usage-line.ts";

/** What became of a batch of records. */
export interface Delivered {
  readonly stored: number;
  readonly duplicates: number;
  /** Records that will never be taken, with the reasons of the first few. */
  readonly rejected: number;
  readonly reasons: readonly string[];
}

/** Where records go. A batch that throws is sent again, so it must be taken in whole or not at all, or told apart by ids. */
export interface UsageSink {
  send(lines: readonly UsageLine[]): Promise<Delivered>;
  close(): Promise<void>;
}

/** A failure that will not go away by sending the batch again. */
export class Refused extends Error {}

/** Refused for its size: in smaller parts it may be taken. */
export class TooLarge extends Refused {}

/** The receiver asks for patience. */
export class Busy extends Error {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

import type { Readable, Writable } from "node:stream";

/** The world that a command runs in: what a test replaces. */
export interface Terminal {
  /** Carries the result alone. */
  readonly stdout: Writable;
  /** Carries errors and progress. */
  readonly stderr: Writable;
  readonly stdin: Readable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970 UTC; `--now` replaces it. */
  readonly clock: () => number;
}

/** What a command answers: its result in both forms, and whether the answer is a "no" (exit code 1). */
export interface CommandResult {
  /** Lines for a person, without the last line break. */
  readonly text: string;
  readonly json: unknown;
  readonly isNo?: boolean;
}

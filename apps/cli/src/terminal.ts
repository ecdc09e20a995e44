import type { Readable, Writable } from "node:stream";

/** The world that a command runs in: what a test replaces. */
export interface Terminal {
  /** Carries the result alone. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Carries errors and progress. */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stdin: Readable & { readonly isTTY?: boolean };
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

/** How text is laid out where it goes. */
export interface TextStyle {
  /** Characters a line may have; undefined where nobody wraps it (a file, a pipe). */
  readonly width: number | undefined;
  readonly colour: boolean;
}

/** A terminal gets its width and, unless `NO_COLOR` is set, colour; a pipe gets plain text. `FORCE_COLOR` colours a pipe too. */
export function textStyle({ stdout, env }: Terminal): TextStyle {
  const forced = (env["FORCE_COLOR"] ?? "") !== "" && env["FORCE_COLOR"] !== "0";
  const silenced = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return {
    width: stdout.isTTY === true ? Math.max(40, stdout.columns ?? 80) : undefined,
    colour: !silenced && (stdout.isTTY === true || forced),
  };
}

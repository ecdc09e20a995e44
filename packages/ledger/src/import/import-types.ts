import type { TallyOptions } from "./tally.ts";

/** The forms of usage that a file can have. */
export const IMPORT_FORMATS = ["jsonl", "csv", "burstgpt", "openai-usage", "openai-costs", "otlp", "litellm"] as const;

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** A line, row or bucket that was not stored, and why. Lines count from 1; in a JSON document it is the number of the entry. */
export interface Rejection {
  readonly line: number;
  readonly reason: string;
}

/** How far an import has come. */
export interface ImportProgress {
  /** Bytes read from the source, compressed as they are there. */
  readonly bytes: number;
  /** Undefined when the source does not say (stdin). */
  readonly totalBytes: number | undefined;
  readonly read: number;
  readonly stored: number;
}

/** What came of an import. `read` = stored + duplicates + all rejected. */
export interface ImportResult {
  readonly format: ImportFormat;
  readonly read: number;
  readonly stored: number;
  /** What the ledger already had, unchanged. */
  readonly duplicates: number;
  /** Of the stored ones. */
  readonly unpriced: number;
  /** In order of lines; at most `MAX_REJECTIONS` of them are kept. */
  readonly rejected: readonly Rejection[];
  /** All of them, kept or not. */
  readonly rejectedCount: number;
  /** Unknown columns that became tags. */
  readonly tagColumns: readonly string[];
}

/** More rejections than this are counted, not kept: a file of nothing but bad lines must not fill the memory. */
export const MAX_REJECTIONS = 1_000;

/** How to read usage. */
export interface ImportOptions extends TallyOptions {
  /** Absent or "auto": found out from the content. */
  readonly format?: ImportFormat | "auto";
  /** The instant that relative seconds count from, in milliseconds since 1970 UTC; `burstgpt` needs it. */
  readonly epoch?: number;
  /** Recorded as the source of the records; default `import:<file name>`. */
  readonly source?: string;
  /** The instant of a record that names none, in milliseconds since 1970 UTC. */
  readonly now: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops between two transactions; what was stored stays. */
  readonly signal?: AbortSignal;
}

/** The longest line that is read; a longer one is rejected without being held in memory. */
export const MAX_LINE_BYTES = 1_048_576;

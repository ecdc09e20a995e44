/** A snapshot of source files, read lazily. Paths are relative, with `/`, sorted. */
export interface SourceTree {
  /** What a person typed: the directory or the git reference. */
  readonly label: string;
  readonly files: readonly TreeFile[];
  /** Contents of listed files by path; what cannot be read, or is larger than `MAX_FILE_BYTES`, is left out. */
  readAll(paths: readonly string[]): Promise<Map<string, Uint8Array>>;
  /** What was left out while listing (links, unreadable folders). */
  readonly notes: readonly ScanNote[];
}

export interface TreeFile {
  readonly path: string;
  /** Bytes; null where the store does not say without reading. */
  readonly size: number | null;
  /** Hash of the content where the store knows it (git): equal ids are equal content. */
  readonly contentId: string | null;
}

/** Something that was skipped or only partly read, and why. */
export interface ScanNote {
  readonly path: string;
  readonly reason: string;
}

/** Nothing larger is ever source code that a person maintains. */
export const MAX_FILE_BYTES = 16_000_000;

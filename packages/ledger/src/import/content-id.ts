import { hash } from "node:crypto";

/**
 * Ids for records whose source names none: the position in the source, then a hash of the content. The same file imported twice
 * gives the same ids; two equal lines in one file are two records. Positions come first because ids that rise are stored four
 * times as fast as scattered ones.
 */
export class ContentIds {
  readonly #context: string;

  /** @param context what else the lines' meaning depends on: format, header, epoch */
  constructor(context: string) {
    this.#context = `${context}\n`;
  }

  of(position: number, content: string): string {
    return `i${position.toString(36).padStart(7, "0")}${hash("sha1", this.#context + content, "base64url").slice(0, 16)}`;
  }
}

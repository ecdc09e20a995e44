import xxhash from "xxhash-wasm";

/** Makes the ids of one source; `context` is what else the lines' meaning depends on: format, header, epoch. */
export type ContentIdMaker = (context: string) => ContentIds;

/** Loads the hash, which takes half the time of a cryptographic one, and says how ids are made. */
export async function contentIdMaker(): Promise<ContentIdMaker> {
  const { h64ToString } = await xxhash();
  return (context) => new ContentIds(h64ToString, BigInt(`0x${h64ToString(context)}`));
}

/**
 * Ids for records whose source names none: the position in the source, then a hash of the content. The same file imported twice
 * gives the same ids; two equal lines in one file are two records. Positions come first because ids that rise are stored four
 * times as fast as scattered ones. Nobody gains by making two contents collide: the second one at a place is then reported as a
 * conflict with the first.
 */
export class ContentIds {
  readonly #hash: (text: string, seed: bigint) => string;
  readonly #seed: bigint;

  constructor(hash: (text: string, seed: bigint) => string, seed: bigint) {
    this.#hash = hash;
    this.#seed = seed;
  }

  of(position: number, content: string): string {
    return `i${position.toString(36).padStart(7, "0")}${this.#hash(content, this.#seed)}`;
  }
}

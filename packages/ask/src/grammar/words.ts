import type { Token } from "./token.ts";

/**
 * The words of a question, from which rules take what they understand. What is left in the end was not understood: nothing is
 * ever dropped in silence.
 */
export class Words {
  readonly tokens: readonly Token[];
  readonly #taken: boolean[];

  constructor(tokens: readonly Token[], taken: readonly boolean[] = tokens.map(() => false)) {
    this.tokens = tokens;
    this.#taken = [...taken];
  }

  /** A copy to try a reading on. */
  copy(): Words {
    return new Words(this.tokens, this.#taken);
  }

  /** Copies what another reading of the same words has taken. */
  adopt(other: Words): void {
    for (const index of this.#taken.keys()) this.#taken[index] = other.isTaken(index);
  }

  isTaken(index: number): boolean {
    return this.#taken[index] ?? true;
  }

  take(index: number, count = 1): void {
    this.#taken.fill(true, index, index + count);
  }

  /** The token at an index if nobody has taken it. */
  at(index: number): Token | undefined {
    return this.isTaken(index) ? undefined : this.tokens[index];
  }

  wordAt(index: number): string | undefined {
    const token = this.at(index);
    return token?.kind === "word" && !token.quoted ? token.text : undefined;
  }

  /** Indices of what is left, in order. */
  left(): number[] {
    return [...this.tokens.keys()].filter((index) => !this.isTaken(index));
  }

  /**
   * How many tokens from an index fit a phrase; 0 if none do. A phrase is words with a space between; `a|b` are alternatives,
   * `?a` may be missing.
   */
  fits(phrase: string, index: number): number {
    const match = (elements: readonly string[], from: number): number => {
      const [element, ...rest] = elements;
      if (element === undefined) return from;
      const optional = element.startsWith("?");
      const text = this.wordAt(from);
      if (text !== undefined && (optional ? element.slice(1) : element).split("|").includes(text)) {
        const end = match(rest, from + 1);
        if (end >= 0) return end;
      }
      return optional ? match(rest, from) : -1;
    };
    return Math.max(0, match(phrase.split(" "), index) - index);
  }

  /** Takes the first place where one of the phrases fits (the first phrase that fits anywhere wins). @returns its index, or -1 */
  takePhrase(...phrases: readonly string[]): number {
    for (const phrase of phrases) {
      for (const index of this.tokens.keys()) {
        const count = this.fits(phrase, index);
        if (count === 0) continue;
        this.take(index, count);
        return index;
      }
    }
    return -1;
  }

  /** Takes every place where the phrase fits. */
  takeAll(phrase: string): void {
    while (this.takePhrase(phrase) >= 0);
  }

  /** Takes one of the phrases at this very place. @returns how many tokens were taken */
  takeAt(index: number, ...phrases: readonly string[]): number {
    for (const phrase of phrases) {
      const count = this.fits(phrase, index);
      if (count === 0) continue;
      this.take(index, count);
      return count;
    }
    return 0;
  }

  has(...phrases: readonly string[]): boolean {
    return this.copy().takePhrase(...phrases) >= 0;
  }
}

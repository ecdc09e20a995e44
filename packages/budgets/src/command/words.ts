/** One word of a command; a quoted one may hold spaces. */
export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

const WORD = /((?:[^\s"“”„'‘’]+[:=])?)["“”„]([^"“”„]*)["“”„]|(\S+)/g;

/** Splits what somebody typed into words; straight and curly quotes hold words together, also after `key:`. */
export function splitWords(text: string): readonly Word[] {
  return [...text.matchAll(WORD)].map(([, key = "", quoted, plain]) =>
    plain === undefined ? { text: `${key}${quoted ?? ""}`, isQuoted: key === "" } : { text: plain, isQuoted: false },
  );
}

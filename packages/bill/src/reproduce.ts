/** How a result is had again in a terminal. */
export interface Reproduction {
  /** Commands that have to be run before: a commit to fetch, usage to get. */
  readonly before: readonly string[];
  /** `runrate diff …` with all that decided the result. */
  readonly command: string;
}

/** What `runrate diff` is asked, by the names of its options. */
export interface DiffArguments {
  readonly base: string;
  /** Absent: the work tree. */
  readonly head?: string | undefined;
  /** The revision whose `runrate.yml` judges. */
  readonly judgedBy?: string | undefined;
  readonly config?: string | undefined;
  readonly usage?: string | undefined;
  readonly catalogue?: string | undefined;
  readonly overrides?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly listPrices?: boolean | undefined;
  /** Absent: the moment at which it is run. */
  readonly now?: number | undefined;
}

/** The command, ready to be pasted into a shell: whatever it names stands in it as one word. */
export function diffCommand(asked: DiffArguments): string {
  const { paths = [], now } = asked;
  const options: readonly (readonly [name: string, value: string | undefined])[] = [
    ["base", asked.base],
    ["head", asked.head],
    ["judged-by", asked.judgedBy],
    ["config", asked.config],
    ["usage", asked.usage],
    ["catalogue", asked.catalogue],
    ["overrides", asked.overrides],
    ["paths", paths.length === 0 ? undefined : paths.join(",")],
    ["now", now === undefined ? undefined : new Date(now).toISOString().replace(".000Z", "Z")],
  ];
  return [
    "runrate diff",
    ...options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${shellWord(value)}`])),
    ...(asked.listPrices === true ? ["--list-prices"] : []),
  ].join(" ");
}

/** The command for one finding alone. */
export function findingCommand(
  { command }: Pick<Reproduction, "command">,
  { path, line }: { readonly path: string; readonly line: number },
): string {
  return `${command} --only ${shellWord(`${path}:${line}`)}`;
}

const PLAIN = /^[\w@%+=:,./][\w@%+=:,./-]*$/;
const ESCAPED = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>`]/;
const IN_ESCAPES = new RegExp(`${ESCAPED.source}|[@#|]`, "g");

/**
 * Text from outside as one word of a shell. What cannot be seen, and what Markdown or HTML may read in their own way, is written as
 * an escape, which bash, zsh and ksh know.
 */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (!ESCAPED.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const escaped = text.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll(IN_ESCAPES, (sign) => {
    const code = sign.charCodeAt(0);
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `$'${escaped}'`;
}

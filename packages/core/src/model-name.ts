import type { NamePattern } from "./catalogue.ts";

/** The longest name that is looked up; longer ones are unknown, and shown shortened. */
export const MAX_NAME_LENGTH = 300;

const DATE = String.raw`20\d{2}-\d{2}-\d{2}|20\d{6}|\d{2}-20\d{2}|\d{2}-\d{2}|\d{3,4}|\d{6}`;
const STAGE = "latest|preview|exp|experimental|beta|nightly|instruct|it|maas|default";

/**
 * What may follow a family's name without making it another model: dates, releases, stages; never a bare "-5". After "@" stands
 * Vertex AI's version of the model before it, whatever it is called. No name has more than a few of them: many, each to be read
 * in two ways ("-2024-05-13" is a year and a day as well), would be tried in every combination.
 */
const VERSION_SUFFIX = new RegExp(
  `^(?:[-._:/](?:${DATE}|${STAGE}|v\\d+(?:[.:]\\d+)*)|:\\d+|@[a-z0-9][a-z0-9._-]*){0,6}$`,
);
const SNAPSHOT = new RegExp(
  String.raw`(?:[-@](?:20\d{2}-\d{2}-\d{2}|20\d{6}|\d{4}|00\d)|[-@](?:latest|default)|-v\d+:\d+)$`,
);
const COMPACT_DATE = /([-@])(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=$|[-:@])/;
const DASHED_DATE = /([-@])(20\d{2})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?=$|[-:@])/;

/** Folders that APIs put before a model's name. */
const PATHS =
  /^(?:models\/|publishers\/[a-z0-9-]+\/models\/|projects\/[^/]+\/locations\/[^/]+\/publishers\/[a-z0-9-]+\/models\/)/;

/** A name as it is looked up: trimmed, lower case, without an API's folders ("models/gemini-2.5-pro"). */
export function normaliseName(name: string): string {
  return name.trim().toLowerCase().replace(PATHS, "");
}

/** A name as it is shown in a message: shortened, and without characters that a terminal would act on. */
export function shownName(name: string): string {
  const short = name.length > 80 ? `${name.slice(0, 77)}...` : name;
  return JSON.stringify(short.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?"));
}

/**
 * The names to try for a model, nearest first: as written, with its date written the other way, then the family that
 * a dated snapshot, `-latest` or Bedrock's `-v1:0` belongs to. "gpt-4o-2024-05-13" comes before "gpt-4o".
 */
export function nameLadder(name: string): { readonly name: string; readonly step: "exact" | "snapshot" | "family" }[] {
  const ladder: { name: string; step: "exact" | "snapshot" | "family" }[] = [{ name, step: "exact" }];
  for (let base = name; ;) {
    const other = base.replace(COMPACT_DATE, "$1$2-$3-$4");
    const compact = base.replace(DASHED_DATE, "$1$2$3$4");
    if (other !== base) ladder.push({ name: other, step: "snapshot" });
    else if (compact !== base) ladder.push({ name: compact, step: "snapshot" });
    const shorter = base.replace(SNAPSHOT, "");
    if (shorter === base || shorter === "") return ladder;
    ladder.push({ name: shorter, step: "family" });
    base = shorter;
  }
}

/**
 * The base model of a fine-tuned one ("ft:gpt-4o-mini-2024-07-18:org::id", Azure's "gpt-4o-2024-08-06.ft-0e208c"), or
 * undefined when the name is not a fine-tuned model's.
 */
export function fineTunedBase(name: string): string | undefined {
  const openai = /^ft:([^:]+)/.exec(name)?.[1];
  return openai ?? /^(.+?)\.ft-/.exec(name)?.[1];
}

/**
 * Whether a family's pattern fits a name: only when nothing but a version follows it, so that a model that is new is
 * not taken for its predecessor ("claude-sonnet-4" does not fit "claude-sonnet-4-7").
 */
export function patternFits(pattern: NamePattern, name: string): boolean {
  if ("ends_with" in pattern) return name.endsWith(pattern.ends_with);
  const text = "starts_with" in pattern ? pattern.starts_with : pattern.contains;
  const at = name.indexOf(text);
  if (at < 0 || ("starts_with" in pattern && at > 0)) return false;
  if (at > 0 && !/[-./:@]$/.test(name.slice(0, at))) return false;
  const rest = name.slice(at + text.length);
  if (/-20\d{2}-?$/.test(text)) return /^[-\d]+(?:[-@:.]\S*)?$/.test(rest);
  const separated = /[-@._:/]$/.test(text) ? text.slice(-1) + rest : rest;
  return rest === "" || VERSION_SUFFIX.test(separated);
}

/** Whether a pattern of `makes` fits a name: plain text comparison. */
export function patternMatches(pattern: NamePattern, name: string): boolean {
  if ("starts_with" in pattern) return name.startsWith(pattern.starts_with);
  if ("ends_with" in pattern) return name.endsWith(pattern.ends_with);
  return name.includes(pattern.contains);
}

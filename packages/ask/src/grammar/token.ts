/** A piece of a question. `text` is what rules compare: lower case, without punctuation around it. */
export type Token =
  | { readonly kind: "word"; readonly text: string; readonly raw: string; readonly quoted: boolean }
  /** `model:gpt-4o`, `tag:env=prod`: `key` as written, lower case; the value keeps its case. */
  | {
      readonly kind: "pair";
      readonly text: string;
      readonly raw: string;
      readonly key: string;
      readonly value: string;
      readonly quoted: boolean;
    }
  | {
      readonly kind: "number";
      readonly text: string;
      readonly raw: string;
      /** A plain decimal: "2k" is 2000. */
      readonly value: string;
      readonly unit: "" | "$" | "%";
      /** The number before a slash: 2k/500. */
      readonly slash: boolean;
    };

/** A longer question is refused whole: no question that a person types comes near it. */
export const MAX_QUESTION_LENGTH = 500;

const QUOTES: Readonly<Record<string, string>> = { '"': '"', "“": "”", "”": "”", "„": "“", "«": "»", "`": "`" };
const AROUND = /^[([{<,;!?]+|[)\]}>,;:!?]+$/gu;
const NUMBER = /^([+-]?)(\$|€?)(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,12}))?(k|m|b|bn)?(\$|usd|%)?([a-z]{1,12})?$/;
const PAIR = /^([a-z_]{1,24}(?:[.:][\w-]{1,64})?)[:=](.{1,200})$/iu;

/** Words that a number may be glued to: `500out`, `7d`, `11gb`. */
const GLUED = new Set([
  "in",
  "out",
  "d",
  "h",
  "w",
  "day",
  "days",
  "hours",
  "gb",
  "tokens",
  "tok",
  "x",
  "st",
  "nd",
  "rd",
  "th",
]);

/**
 * Cuts a question into tokens: by white space, with quoted names kept whole. Control and direction characters are taken out
 * first; every expression is anchored and bounded, so no text can make it slow.
 *
 * @param isKey whether a word before ":" or "=" can be a dimension ("ft:gpt-4o" is a model's name, "model:gpt-4o" a condition)
 */
export function tokenise(text: string, isKey: (key: string) => boolean): Token[] {
  const clean = text.normalize("NFKC").replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  const chunks = chunksOf(clean);
  return withScales(
    withCompounds(chunks).flatMap((chunk, index, all) =>
      isBetweenDays(all, index) ? [word("through")] : tokensOf(chunk, isKey),
    ),
  );
}

const DAY = /^(?:\d{1,2}(?:st|nd|rd|th)?,?|\d{4}-\d{2}-\d{2})$/i;
const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/i;

/** Names of dimensions that are written as two words: "api key", "service tier", "cost center". */
const COMPOUNDS = /^(?:api keys?|service tiers?|cost cent(?:re|er)s?)$/;

function withCompounds(chunks: readonly Chunk[]): Chunk[] {
  const joined: Chunk[] = [];
  for (const chunk of chunks) {
    const before = joined.at(-1);
    const both = `${before?.before ?? ""} ${chunk.before.replaceAll(AROUND, "")}`.toLowerCase();
    if (before === undefined || before.quoted !== null || chunk.quoted !== null || !COMPOUNDS.test(both))
      joined.push(chunk);
    else
      joined[joined.length - 1] = {
        before: both.replace(" ", "-").replace(/(tier|centre|center)s$/, "$1"),
        quoted: null,
      };
  }
  return joined;
}

/** A dash that stands between two days: "november 1 - november 10". */
function isBetweenDays(chunks: readonly Chunk[], index: number): boolean {
  const [before = "", dash = "", after = ""] = [-1, 0, 1].map((step) => chunks[index + step]?.before ?? "");
  return /^[-–—]$/.test(dash) && DAY.test(before) && (DAY.test(after) || MONTH.test(after));
}

const SCALES: ReadonlyMap<string, number> = new Map([
  ["thousand", 3],
  ["million", 6],
  ["millions", 6],
  ["mio", 6],
  ["billion", 9],
  ["billions", 9],
]);

/** Numbers with the scale written after them: "1.5 million" is 1500000. */
function withScales(tokens: readonly Token[]): Token[] {
  const merged: Token[] = [];
  for (const token of tokens) {
    const before = merged.at(-1);
    const zeros = token.kind === "word" && !token.quoted ? SCALES.get(token.text) : undefined;
    const scaled = before?.kind === "number" && zeros !== undefined ? timesTen(before.value, zeros) : undefined;
    if (before?.kind !== "number" || scaled === undefined) merged.push(token);
    else merged[merged.length - 1] = { ...before, value: scaled, raw: `${before.raw} ${token.raw}` };
  }
  return merged;
}

/** A plain decimal × 10^zeros; undefined where it would not be a plain decimal of ours any more. */
function timesTen(value: string, zeros: number): string | undefined {
  const [whole = "", fraction = ""] = value.split(".");
  if (whole.length + zeros > 20) return undefined;
  const digits = `${whole}${fraction.slice(0, zeros).padEnd(zeros, "0")}`.replace(/^(-?)0+(?=\d)/, "$1");
  const rest = fraction.slice(zeros);
  return rest === "" ? digits : `${digits}.${rest}`;
}

interface Chunk {
  /** What stands before the quote, "project:" in `project:"my app"`. */
  readonly before: string;
  readonly quoted: string | null;
}

function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let current = "";
  const flush = (quoted: string | null) => {
    if (current !== "" || quoted !== null) chunks.push({ before: current, quoted });
    current = "";
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    const closing = QUOTES[character];
    const end = closing === undefined ? -1 : text.indexOf(closing, index + 1);
    if (end > index && (current === "" || /[:=]$/.test(current))) {
      flush(text.slice(index + 1, end).trim());
      index = end;
    } else if (/\s/.test(character)) flush(null);
    else current += character;
  }
  flush(null);
  return chunks;
}

function tokensOf({ before, quoted }: Chunk, isKey: (key: string) => boolean): Token[] {
  if (quoted !== null) {
    const key = before.replace(/[:=]$/, "").toLowerCase();
    if (quoted === "") return [];
    if (key !== "")
      return [
        {
          kind: "pair",
          text: `${key}:${quoted.toLowerCase()}`,
          raw: `${key}:"${quoted}"`,
          key,
          value: quoted,
          quoted: true,
        },
      ];
    return [{ kind: "word", text: quoted.toLowerCase(), raw: quoted, quoted: true }];
  }
  const raw = before.replaceAll(AROUND, "").replace(/(?<=[^.])\.$/, "");
  if (raw === "") return [];
  const unlike = /^([a-z_]{1,24}(?:[.:][\w-]{1,64})?)!=(.{1,200})$/iu.exec(raw);
  if (unlike)
    return [word("not"), ...tokensOf({ before: `${unlike[1] ?? ""}:${unlike[2] ?? ""}`, quoted: null }, isKey)];
  const pair = PAIR.exec(raw);
  if (pair) {
    const [, key = "", value = ""] = pair;
    if (isKey(key.toLowerCase()))
      return [{ kind: "pair", text: raw.toLowerCase(), raw, key: key.toLowerCase(), value, quoted: false }];
  }
  const cap = /^(max_[a-z_]{1,24})[:=](\d.{0,20})$/i.exec(raw);
  if (cap) return [word(cap[1] ?? ""), ...tokensOf({ before: cap[2] ?? "", quoted: null }, isKey)];
  const range = /^(\d{4}-\d{2}-\d{2})(?:\.\.|–|—)(\d{4}-\d{2}-\d{2})$/.exec(raw);
  if (range) return ["from", range[1] ?? "", "to", range[2] ?? ""].map(word);
  const span = /^(\d{1,2})(?:-|–|—|\.\.)(\d{1,2})$/.exec(raw);
  if (span && Number(span[1]) <= Number(span[2]) && Number(span[2]) <= 31) {
    const [first, last] = [numberTokens(span[1] ?? "", false), numberTokens(span[2] ?? "", false)];
    if (first && last) return [...first, word("through"), ...last];
  }
  const text = raw.toLowerCase();
  const parts = text.split("/");
  if (parts.length === 2 && parts.every((part) => NUMBER.test(part))) {
    return parts.flatMap((part, index) => numberTokens(part, index === 0) ?? []);
  }
  return numberTokens(text, false) ?? glossary(raw);
}

function numberTokens(text: string, slash: boolean): Token[] | undefined {
  const match = NUMBER.exec(text.replace(/^[~×x*]+(?=\d)/, "").replace(/[×*]$/, "x"));
  if (!match) return undefined;
  const [, sign = "", dollar = "", whole = "", fraction = "", scale = "", after = "", glued = ""] = match;
  if (glued !== "" && !GLUED.has(glued)) return undefined;
  const zeros = { k: 3, m: 6, b: 9, bn: 9 }[scale] ?? 0;
  const digits = whole.replaceAll(",", "") + fraction.slice(0, zeros).padEnd(zeros, "0");
  const rest = fraction.slice(zeros).replace(/0+$/, "");
  const value = `${sign === "-" ? "-" : ""}${digits.replace(/^0+(?=\d)/, "")}${rest === "" ? "" : `.${rest}`}`;
  const unit = after === "%" ? "%" : dollar !== "" || after !== "" ? "$" : "";
  const number: Token = { kind: "number", text, raw: text, value, unit, slash };
  return glued === "" ? [number] : [number, word(glued)];
}

/** Joined words come apart ("tokens/thread", "input+output"), names do not ("openai/gpt-4o"). */
function glossary(raw: string): Token[] {
  const text = raw.toLowerCase();
  if (
    /^(tokens|runs|calls|requests|messages|interactions|cost|costs|price|spend)\/(thread|day|month|message|user|request|call|token|team|project|model)$/.test(
      text,
    )
  ) {
    return text.replace("/", " per ").split(" ").map(word);
  }
  if (/^[+&–—-]+$/.test(text)) return [];
  return [word(raw)];
}

function word(raw: string): Token {
  const text = raw
    .toLowerCase()
    .replace(/[’']s$/, "")
    .replaceAll(/[’']/g, "");
  return { kind: "word", text, raw: raw.replace(/(?<=.)[’']s$/, ""), quoted: false };
}

/**
 * Text from outside in GitHub's Markdown. Nothing in it may ping people, link, open HTML, or break out of a table:
 * mentions and references are looked for in the rendered text, so that an entity for "@" would not help; a word joiner does.
 */

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;
const JOINER = "\u2060";

/** One line without control, direction and zero-width characters, of at most so many characters. */
function oneLine(text: string, longest: number): string {
  // What is far beyond the bound is not looked at: a hostile text may be long, and stand in many places.
  const near = text.length > longest * 8 ? text.slice(0, longest * 8) : text;
  const line = near.replace(UNSEEN, " ").replaceAll(/ {2,}/g, " ").trim();
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join("")}…`;
}

/** A line of a file, by the end of its path where that is long: what tells files apart stands there. */
export function placeText({ path, line }: { readonly path: string; readonly line: number }, longest = 100): string {
  const characters = Array.from(path);
  const room = longest - `:${line}`.length;
  const shown = characters.length <= room ? path : `…${characters.slice(characters.length - room + 1).join("")}`;
  return `${shown}:${line}`;
}

/** Outside text as code: paths, models, names. Not for tables: see `cellCode`. */
export function code(text: string, longest = 200): string {
  const line = oneLine(text, longest);
  if (line === "") return "(empty)";
  const longestRun = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longestRun + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** The same inside a table, where a bar would end the cell even in code. */
export function cellCode(text: string, longest = 200): string {
  return code(text, longest).replaceAll("|", "\\|");
}

/** Outside text as prose: sentences that carry names. Works inside a table. */
export function prose(text: string, longest = 500): string {
  return (
    oneLine(text, longest)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/[\\`*_[\]|~]/g, "\\$&")
      // GitHub reads "$…$" as mathematics, unless a digit follows the second sign.
      .replaceAll(/\$(?!\d)/g, "<span>$</span>")
      .replaceAll(/^([-+=]|\d+[.)])/g, "\\$1")
      .replaceAll(/[@#]/g, `$&${JOINER}`)
      .replaceAll("://", `:${JOINER}//`)
      .replaceAll(/\b(www)\./gi, `$1${JOINER}.`)
      .replaceAll(/\bGH-(?=\d)/gi, `GH${JOINER}-`)
  );
}

/** What is longer is not followed by browsers and servers either. */
const LONGEST_URL = 2_000;

/** A link whose text is code, from `code` or `cellCode`. @param url made by us; its path segments are encoded */
export function linked(span: string, url: string | null): string {
  if (url === null || url.length > LONGEST_URL) return span;
  const encoded = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  return `[${span}](${url.replaceAll(/[()<>\s]/g, encoded)})`;
}

/** Lines as a block of code, whatever they hold. @param indent of a block that stands in a list */
export function fenced(language: string, lines: readonly string[], indent = ""): string[] {
  const text = lines.flatMap((line) => line.split(/\r\n|[\r\n\u0085\u2028\u2029]/));
  const longestRun = Math.max(2, ...text.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = "`".repeat(longestRun + 1);
  return [`${fence}${language}`, ...text, fence].map((line) => `${indent}${line}`);
}

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0", "\n": "" };

/** Text of a string's inside with the escapes that both languages share resolved. */
export function unescapeText(raw: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replaceAll(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi,
    (whole, braced: string | undefined, four: string | undefined, two: string | undefined, one: string | undefined) => {
      const hex = braced ?? four ?? two;
      if (hex !== undefined) {
        const point = Number.parseInt(hex, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      return one === undefined ? whole : (ESCAPES[one] ?? one);
    },
  );
}

/** Whole or decimal number as source code writes it (`20_000`, `1e3`, `0x10`, `5n`), or null. */
export function parseNumber(raw: string): number | null {
  const value = Number(raw.replaceAll("_", "").replace(/n$/, ""));
  return Number.isFinite(value) ? value : null;
}

import type { CallSite, Dismissal } from "./call-site.ts";

const COMMENT = /(?:#|\/\/|\/\*|<!--)\s*runrate-ignore(?:\s+until\s+(\d{4}-\d{2}-\d{2}))?/g;

/** `runrate-ignore until 2027-01-31: reason` on a line of the call, or alone on the line above. */
export function readDismissal(lines: readonly string[], site: Pick<CallSite, "line" | "endLine">): Dismissal | null {
  const above = lines[site.line - 2] ?? "";
  const own = lines.slice(site.line - 1, site.endLine);
  // A comment behind other code on the line above belongs to that code.
  for (const line of /^\s*(?:#|\/\/|\/\*|<!--|\*)/.test(above) ? [above, ...own] : own) {
    for (const match of line.matchAll(COMMENT)) {
      const rest = withoutClosing(line.slice(match.index + match[0].length).trim());
      if (rest === "" || rest.startsWith(":")) return { reason: rest.slice(1).trim(), expires: match[1] ?? null };
    }
  }
  return null;
}

function withoutClosing(text: string): string {
  const closing = ["*/", "-->"].find((mark) => text.endsWith(mark));
  return closing === undefined ? text : text.slice(0, -closing.length).trimEnd();
}

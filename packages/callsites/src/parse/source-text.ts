import { extname } from "node:path/posix";
import type { Language } from "../module/module.ts";

/** Source files beyond this are generated or data; nobody writes a call by hand there. */
const MAX_SOURCE_BYTES = 1_500_000;
/** Minified code: lines so long that no person reads them. */
const MAX_MEAN_LINE = 1_000;
const MINIFIED_FROM_BYTES = 50_000;

const LANGUAGES: Record<string, Language> = {
  ".py": "python",
  ".pyi": "python",
  ".ipynb": "python",
  ".js": "javascript",
  ".jsx": "javascript",
  ".mjs": "javascript",
  ".cjs": "javascript",
  ".ts": "typescript",
  ".mts": "typescript",
  ".cts": "typescript",
  ".tsx": "tsx",
  ".vue": "typescript",
  ".svelte": "typescript",
};

export function languageOf(path: string): Language | null {
  return LANGUAGES[extname(path).toLowerCase()] ?? null;
}

export type SourceText =
  | { readonly kind: "text"; readonly text: string; readonly language: Language }
  | { readonly kind: "skipped"; readonly reason: string };

/** The code of a file, with notebooks and single-file components reduced to it; line numbers stay the file's own. */
export function readSource(path: string, bytes: Uint8Array): SourceText {
  const language = languageOf(path);
  if (language === null) return { kind: "skipped", reason: "not a source file" };
  if (bytes.length > MAX_SOURCE_BYTES) return { kind: "skipped", reason: `larger than ${MAX_SOURCE_BYTES} bytes` };
  const text = new TextDecoder().decode(bytes);
  if (text.includes("\0")) return { kind: "skipped", reason: "binary content" };
  const extension = extname(path).toLowerCase();
  if (extension === ".ipynb") return notebookCode(text);
  if (bytes.length > MINIFIED_FROM_BYTES && bytes.length / lineCount(text) > MAX_MEAN_LINE)
    return { kind: "skipped", reason: "minified" };
  if (extension === ".vue" || extension === ".svelte") return { kind: "text", text: scriptOnly(text), language };
  return { kind: "text", text, language };
}

function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

/** Everything outside `<script>` becomes blank, so that positions stay. A script that is not closed is none, and the last. */
function scriptOnly(text: string): string {
  const blank = (part: string): string => part.replaceAll(/[^\n]/g, " ");
  const opening = /<script\b/gi;
  const closing = /<\/script\s*>/gi;
  let result = "";
  let at = 0;
  while (opening.exec(text) !== null) {
    const from = tagEnd(text, opening.lastIndex);
    if (from === -1) break;
    closing.lastIndex = from;
    const closed = closing.exec(text);
    if (closed === null) break;
    result += blank(text.slice(at, from)) + text.slice(from, closed.index);
    at = closed.index;
    opening.lastIndex = closing.lastIndex;
  }
  return result + blank(text.slice(at));
}

/** Where a tag ends, past its `>`; one within quotes (`generic="T extends List<string>"`) is none. -1: nowhere. */
function tagEnd(text: string, from: number): number {
  const next = /["'>]/g;
  next.lastIndex = from;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    if (found[0] === ">") return next.lastIndex;
    const quoted = text.indexOf(found[0], next.lastIndex);
    if (quoted === -1) return -1;
    next.lastIndex = quoted + 1;
  }
  return -1;
}

/** Code cells of a notebook. Each source line stands alone on its line of the file, where Jupyter writes it. */
function notebookCode(text: string): SourceText {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    return { kind: "skipped", reason: "not a valid notebook" };
  }
  const lines: string[] = [];
  const fileLines = text.split("\n");
  let searchFrom = 0;
  for (const cell of codeCells(notebook)) {
    for (const line of cell) {
      const written = JSON.stringify(line).slice(1, -1);
      const found = fileLines.findIndex((fileLine, index) => index >= searchFrom && fileLine.includes(written));
      // A notebook on one line has no line to point at; then code follows code.
      const target = found === -1 ? Math.max(lines.length, searchFrom) : found;
      while (lines.length < target) lines.push("");
      const code = line.replace(/\n$/, "");
      lines.push(/^\s*[%!]/.test(code) ? "" : code);
      searchFrom = found === -1 ? searchFrom : found + 1;
    }
  }
  return { kind: "text", text: lines.join("\n"), language: "python" };
}

function codeCells(notebook: unknown): string[][] {
  if (typeof notebook !== "object" || notebook === null || !("cells" in notebook)) return [];
  if (!Array.isArray(notebook.cells)) return [];
  return notebook.cells.flatMap((cell: unknown) => {
    if (typeof cell !== "object" || cell === null || !("cell_type" in cell) || cell.cell_type !== "code") return [];
    const source = "source" in cell ? cell.source : [];
    if (typeof source === "string") return [source.split(/(?<=\n)/)];
    return Array.isArray(source) ? [source.filter((line): line is string => typeof line === "string")] : [];
  });
}

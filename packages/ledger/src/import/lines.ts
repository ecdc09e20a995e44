import { RunrateError } from "@runrate/core";
import { MAX_LINE_BYTES } from "./import-types.ts";

/** Some lines of a text, without their line ends. */
export interface LineBatch {
  /** The number of the first one, counted from 1. */
  readonly first: number;
  readonly lines: readonly string[];
  /** Indexes into `lines` of those that are too long to be read; their text is left out. */
  readonly tooLong: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Cuts a text into lines as it arrives. LF, CRLF and a byte order mark are understood. Memory does not grow with the input: a
 * line beyond the limit (1 MiB) is dropped and marked.
 *
 * @param limitOf how long a line may be, judged by the text's beginning
 * @throws RunrateError `not_text` for binary data and for UTF-16.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  name: string,
  limitOf: (head: string) => number = () => MAX_LINE_BYTES,
): AsyncGenerator<LineBatch> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  let skipping = false;
  let first = 1;
  let limit: number | undefined;
  for await (const chunk of chunks) {
    if (limit === undefined) requireText(chunk, name);
    const text = rest + decoder.decode(chunk, { stream: true });
    limit ??= limitOf(text.slice(0, 4_096));
    const parts = text.split("\n");
    rest = parts.pop() ?? "";
    const batch = finish(parts, first, skipping, limit);
    if (parts.length > 0) skipping = false;
    if (rest.length > limit) {
      rest = "";
      skipping = true;
    } else if (skipping) {
      rest = "";
    }
    first += parts.length;
    if (batch.lines.length > 0) yield batch;
  }
  rest += decoder.decode();
  if (rest !== "" || skipping) yield finish([rest], first, skipping, limit ?? MAX_LINE_BYTES);
}

function finish(parts: string[], first: number, skipping: boolean, limit: number): LineBatch {
  let tooLong: Set<number> | undefined;
  for (let index = 0; index < parts.length; index += 1) {
    const line = parts[index] ?? "";
    if (line.length > limit || (index === 0 && skipping)) {
      (tooLong ??= new Set()).add(index);
      parts[index] = "";
    } else if (line.charCodeAt(line.length - 1) === 13) {
      parts[index] = line.slice(0, -1);
    }
  }
  return { first, lines: parts, tooLong: tooLong ?? NONE };
}

function requireText(chunk: Buffer, name: string): void {
  const utf16 = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
  if (utf16) {
    throw new RunrateError("not_text", `${name} is encoded in UTF-16`, {
      path: name,
      hint: "Save it as UTF-8 and import it again.",
    });
  }
  // A workbook is an archive.
  if (chunk.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004"))) {
    throw new RunrateError("not_text", `${name} is an archive or a workbook (.zip, .xlsx)`, {
      path: name,
      hint: "Save a workbook as CSV (UTF-8), unpack an archive, and import that.",
    });
  }
  if (chunk.subarray(0, 65_536).includes(0)) {
    throw new RunrateError("not_text", `${name} is not a text file`, {
      path: name,
      hint: "Import JSON lines, CSV, or pages of OpenAI's usage API, as they are or gzipped.",
    });
  }
}

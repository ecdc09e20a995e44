import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { PassThrough, Transform, Writable, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { RunrateError } from "@runrate/core";

/** A stream of usage to import: plain or gzipped text. */
export interface ImportInput {
  /** As it is called in messages: the path, or "-" for standard input. */
  readonly name: string;
  /** Size of the source in bytes, if known. */
  readonly totalBytes: number | undefined;
  /** Bytes read from the source so far. */
  bytesRead(): number;
  /** The content, unpacked. @throws RunrateError `file_truncated`, `file_unreadable` while it is read. */
  chunks(): AsyncIterable<Buffer>;
}

/**
 * Opens a file. A gzipped one (by its content, whatever its name) is unpacked once to the end before anything of it is given
 * out, so that a truncated or damaged download is refused whole instead of being half counted.
 *
 * @throws RunrateError `file_unreadable`, `file_empty`, `file_truncated`, `file_damaged`
 */
export async function fileInput(path: string): Promise<ImportInput> {
  const { size, zipped } = await inspect(path);
  if (zipped) await proveWhole(path);
  let read = 0;
  return {
    name: path,
    totalBytes: size,
    bytesRead: () => read,
    chunks: () => unpacked(createReadStream(path, { highWaterMark: 262_144 }), path, (bytes) => (read += bytes)),
  };
}

/** A file without a line: an export that has not finished looks like it, and must not pass for a day without usage. */
export function emptyFile(path: string): RunrateError {
  return new RunrateError("file_empty", `${path === "-" ? "standard input" : path} is empty`, {
    path,
    hint: "Check that what writes it has finished. A file of no usage has its header, or is left out.",
  });
}

/** Standard input, or any other stream that can be read once. */
export function streamInput(stream: Readable, name = "-"): ImportInput {
  let read = 0;
  return {
    name,
    totalBytes: undefined,
    bytesRead: () => read,
    chunks: () => unpacked(stream, name, (bytes) => (read += bytes)),
  };
}

/** What the records of an input name as their source. */
export function sourceOf(input: ImportInput): string {
  return `import:${input.name === "-" ? "stdin" : basename(input.name)}`;
}

/** @returns no size for a pipe, which can be read once and is left alone until then */
async function inspect(path: string): Promise<{ readonly size: number | undefined; readonly zipped: boolean }> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) {
      throw new RunrateError("file_unreadable", `${path} is a folder`, {
        path,
        hint: "Name the files in it, such as usage/*.jsonl.",
      });
    }
    if (!about.isFile()) return { size: undefined, zipped: false };
    // Several files are looked at before the first is stored, so none of them is then.
    if (about.size === 0) throw emptyFile(path);
    await using file = await open(path, "r");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return { size: about.size, zipped: bytesRead === 2 && isGzip(buffer) };
  } catch (error) {
    throw readFailure(error, path);
  }
}

async function proveWhole(path: string): Promise<void> {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(path, { highWaterMark: 262_144 }), createGunzip(), sink);
  } catch (error) {
    throw readFailure(error, path, NOTHING_STORED);
  }
}

async function* unpacked(stream: Readable, name: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  const output = new PassThrough({ highWaterMark: 262_144 });
  const iterator = stream[Symbol.asyncIterator]();
  try {
    const first = await firstBytes(iterator);
    const source = rejoin(first, iterator);
    const steps = isGzip(first)
      ? pipeline(source, counted, createGunzip({ chunkSize: 65_536 }), output)
      : pipeline(source, counted, output);
    // The failure reaches the reader through the destroyed output; this keeps it from being reported twice.
    steps.catch(() => {});
    for await (const chunk of output) yield toBuffer(chunk);
    await steps;
  } catch (error) {
    throw readFailure(error, name);
  } finally {
    stream.destroy();
  }
}

/** Enough to tell a gzip header, even from a pipe that delivers byte by byte. */
async function firstBytes(iterator: AsyncIterator<unknown>): Promise<Buffer> {
  let first = Buffer.alloc(0);
  while (first.length < 2) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    first = Buffer.concat([first, toBuffer(value)]);
  }
  return first;
}

async function* rejoin(first: Buffer, rest: AsyncIterator<unknown>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield toBuffer(next.value);
}

function toBuffer(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  return Buffer.from(String(chunk));
}

function isGzip(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const NOTHING_STORED = "Fetch or copy it again; nothing of it was stored.";

function readFailure(
  error: unknown,
  path: string,
  cutOff = "Fetch or copy it again; nothing beyond complete rows was stored, and importing it again counts nothing twice.",
): unknown {
  if (error instanceof RunrateError || !(error instanceof Error)) return error;
  const code = "code" in error ? error.code : undefined;
  if (code === "Z_BUF_ERROR") {
    return new RunrateError(
      "file_truncated",
      `${path} ends in the middle: the gzip file is cut off`,
      { path, hint: cutOff },
      { cause: error },
    );
  }
  if (code === "Z_DATA_ERROR") {
    const hint = "Fetch or copy it again, or unpack it yourself and import the plain file.";
    return new RunrateError("file_damaged", `${path} is not a sound gzip file`, { path, hint }, { cause: error });
  }
  const reason =
    code === "ENOENT" ? "does not exist" : code === "EACCES" ? "may not be read" : `cannot be read (${error.message})`;
  return new RunrateError(
    "file_unreadable",
    `${path} ${reason}`,
    { path, hint: "Check the path and its permissions." },
    { cause: error },
  );
}

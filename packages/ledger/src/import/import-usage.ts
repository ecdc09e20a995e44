import { RunrateError } from "@runrate/core";
import type { LedgerStore } from "../store.ts";
import { burstGptRowReader } from "./burstgpt.ts";
import { contentIdMaker, type ContentIdMaker, type ContentIds } from "./content-id.ts";
import { readHeader, type CsvColumn } from "./csv-columns.ts";
import { csvRowReader } from "./csv-row.ts";
import { CsvRows, delimiterOf, type CsvRow } from "./csv-rows.ts";
import { detectFormat, isOpenAiPage } from "./detect.ts";
import { MAX_LINE_BYTES, type ImportFormat, type ImportOptions, type ImportResult } from "./import-types.ts";
import { emptyFile, sourceOf, type ImportInput } from "./input.ts";
import { readJsonLine } from "./json-line.ts";
import { readLines, type LineBatch } from "./lines.ts";
import { bucketsOf, DocumentText, MAX_DOCUMENT_CHARACTERS, storeBuckets } from "./read-buckets.ts";
import type { RowOutcome } from "./row-outcome.ts";
import { Tally } from "./tally.ts";
import { isSpendLogs } from "./litellm.ts";
import { SpendLogDocuments } from "./spend-log-documents.ts";
import { isOtlp, TraceDocuments } from "./trace-documents.ts";
import { readUsageLine } from "./usage-line.ts";

/** What reads lines of one form. */
interface Format {
  /** Stores what the lines hold, as far as they are complete. */
  take(batch: LineBatch): Promise<void>;
  /** The text has ended. */
  end(): Promise<void>;
  readonly tagColumns: readonly string[];
}

/**
 * Imports usage from a file or stream, in constant memory (pages of OpenAI's API and traces excepted: they are read whole). Bad lines are
 * skipped and reported with their numbers; nothing that cannot be read counts as $0. At most 1,000 rows are stored in one
 * transaction; when an import is interrupted, running it again stores the rest and counts nothing twice.
 *
 * @throws RunrateError `file_empty`, `not_text`, `unknown_format`, `bad_header`, `epoch_needed`, `file_*` for the source as a whole, `ledger_*`
 * for the ledger, `import_stopped` when the signal was given.
 */
export async function importUsage(
  store: LedgerStore,
  input: ImportInput,
  options: ImportOptions,
): Promise<ImportResult> {
  const tally = new Tally(store, options);
  const idsOf = await contentIdMaker();
  let name: ImportFormat = options.format === undefined || options.format === "auto" ? "jsonl" : options.format;
  let format: Format | undefined;
  for await (const batch of readLines(input.chunks(), input.name, (start) => lineLimit(start, options.format))) {
    if (format === undefined) {
      const head = batch.lines.slice(0, 2_000).join("\n");
      if (head.trim() === "" && batch.tooLong.size === 0) continue;
      if (options.format === undefined || options.format === "auto") name = detectFormat(head, input.name);
      format = openFormat(name, store, tally, input, options, idsOf);
    }
    await format.take(batch);
    options.onProgress?.({
      bytes: input.bytesRead(),
      totalBytes: input.totalBytes,
      read: tally.read,
      stored: tally.stored,
    });
    if (options.signal?.aborted === true) {
      throw new RunrateError("import_stopped", `the import of ${input.name} was stopped after ${tally.read} rows`, {
        path: input.name,
        hint: "Run it again to store the rest; nothing is counted twice.",
      });
    }
  }
  if (format === undefined) throw emptyFile(input.name);
  await format.end();
  await tally.flush();
  options.onProgress?.({
    bytes: input.bytesRead(),
    totalBytes: input.totalBytes,
    read: tally.read,
    stored: tally.stored,
  });
  return tally.result(name, format.tagColumns);
}

/** A page of OpenAI's API, or a trace request, may stand on one line. */
function lineLimit(start: string, format: ImportOptions["format"]): number {
  const isDocument =
    format === "openai-usage" ||
    format === "openai-costs" ||
    format === "otlp" ||
    format === "litellm" ||
    (format !== "jsonl" && (isOpenAiPage(start) || isOtlp(start) || isSpendLogs(start)));
  return isDocument ? MAX_DOCUMENT_CHARACTERS : MAX_LINE_BYTES;
}

function openFormat(
  name: ImportFormat,
  store: LedgerStore,
  tally: Tally,
  input: ImportInput,
  options: ImportOptions,
  idsOf: ContentIdMaker,
): Format {
  const source = options.source ?? sourceOf(input);
  switch (name) {
    case "jsonl":
      return new JsonLines(tally, source, options, idsOf("jsonl"));
    case "csv":
    case "burstgpt":
      return new CsvFormat(name, tally, source, input.name, options.epoch, idsOf);
    case "openai-usage":
    case "openai-costs":
      return new Documents(store, tally, source, input.name, name === "openai-costs");
    case "otlp":
      return new TraceDocuments(tally, source, input.name);
    case "litellm":
      return new SpendLogDocuments(tally, source, input.name);
  }
}

class JsonLines implements Format {
  readonly tagColumns = [];
  readonly #tally: Tally;
  readonly #read: (json: unknown, line: number, text: string) => RowOutcome;

  constructor(tally: Tally, source: string, options: ImportOptions, ids: ContentIds) {
    this.#tally = tally;
    const { now } = options;
    this.#read = (json, line, text) =>
      readUsageLine(json, { now, source, keepSource: true, idOf: () => ids.of(line, text) });
  }

  async take(batch: LineBatch): Promise<void> {
    for (let index = 0; index < batch.lines.length; index += 1) {
      const line = batch.first + index;
      const text = batch.lines[index] ?? "";
      if (batch.tooLong.has(index)) this.#tally.reject(line, `longer than ${MAX_LINE_BYTES} characters`);
      else if (text.trim() !== "")
        this.#tally.take(
          readJsonLine(text, (json) => this.#read(json, line, text)),
          line,
        );
      if (this.#tally.isFull) await this.#tally.flush();
    }
  }

  async end(): Promise<void> {
    await this.#tally.flush();
  }
}

class CsvFormat implements Format {
  tagColumns: readonly string[] = [];
  readonly #kind: "csv" | "burstgpt";
  readonly #tally: Tally;
  readonly #source: string;
  readonly #file: string;
  readonly #epoch: number | undefined;
  readonly #idsOf: ContentIdMaker;
  #rows: CsvRows | undefined;
  #readRow: ((fields: readonly string[], line: number, content: string) => RowOutcome) | undefined;

  constructor(
    kind: "csv" | "burstgpt",
    tally: Tally,
    source: string,
    file: string,
    epoch: number | undefined,
    idsOf: ContentIdMaker,
  ) {
    this.#idsOf = idsOf;
    this.#kind = kind;
    this.#tally = tally;
    this.#source = source;
    this.#file = file;
    this.#epoch = epoch;
  }

  async take(batch: LineBatch): Promise<void> {
    this.#rows ??= new CsvRows(delimiterOf(batch.lines.find((line) => line !== "") ?? ","));
    await this.#store(this.#rows.read(batch));
  }

  async end(): Promise<void> {
    await this.#store(this.#rows?.end() ?? []);
    await this.#tally.flush();
  }

  async #store(rows: readonly CsvRow[]): Promise<void> {
    for (const row of rows) {
      if (row.kind === "broken") this.#tally.reject(row.line, row.reason);
      else if (this.#readRow === undefined) this.#readRow = this.#open(row.fields, row.text);
      else this.#tally.take(this.#readRow(row.fields, row.line, row.text), row.line);
      if (this.#tally.isFull) await this.#tally.flush();
    }
  }

  #open(header: readonly string[], text: string) {
    if (this.#kind === "burstgpt") {
      const ids = this.#idsOf(`burstgpt ${this.#epoch ?? ""} ${text}`);
      return burstGptRowReader(header, this.#epoch, ids, this.#source, this.#file);
    }
    const columns: readonly CsvColumn[] = readHeader(header, this.#file);
    this.tagColumns = columns.flatMap((column) => (column.kind === "tag" ? [column.key] : []));
    return csvRowReader(columns, this.#idsOf(`csv ${text}`), this.#source, this.#rows?.delimiter ?? ",");
  }
}

class Documents implements Format {
  readonly tagColumns = [];
  readonly #store: LedgerStore;
  readonly #tally: Tally;
  readonly #source: string;
  readonly #file: string;
  readonly #costs: boolean;
  readonly #text = new DocumentText();

  constructor(store: LedgerStore, tally: Tally, source: string, file: string, costs: boolean) {
    this.#store = store;
    this.#tally = tally;
    this.#source = source;
    this.#file = file;
    this.#costs = costs;
  }

  async take(batch: LineBatch): Promise<void> {
    this.#text.add(batch, this.#file);
  }

  async end(): Promise<void> {
    for (const document of this.#text.documents()) {
      const buckets = "json" in document ? bucketsOf(document.json) : undefined;
      if (buckets) await storeBuckets(this.#store, this.#tally, buckets, document.number, this.#source, this.#costs);
      else
        this.#tally.reject(
          document.number,
          "broken" in document ? document.broken : "not a page of OpenAI's usage or costs API",
        );
    }
  }
}

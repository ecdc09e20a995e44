import type { LineBatch } from "./lines.ts";
import { spendLogRecord } from "./litellm.ts";
import { DocumentText } from "./read-buckets.ts";
import type { Tally } from "./tally.ts";

/** LiteLLM's spend logs as its API answers them (a list, or a page with `data`), or one row a line. */
export class SpendLogDocuments {
  readonly tagColumns = [];
  readonly #text = new DocumentText();
  readonly #tally: Tally;
  readonly #source: string;
  readonly #file: string;

  constructor(tally: Tally, source: string, file: string) {
    this.#tally = tally;
    this.#source = source;
    this.#file = file;
  }

  async take(batch: LineBatch): Promise<void> {
    this.#text.add(batch, this.#file);
  }

  async end(): Promise<void> {
    for (const document of this.#text.documents()) {
      if ("broken" in document) {
        this.#tally.reject(document.number, document.broken);
        continue;
      }
      const rows = rowsOf(document.json);
      for (const [index, row] of rows.entries()) {
        this.#tally.take(spendLogRecord(row, this.#source), rows.length === 1 ? document.number : index + 1);
        if (this.#tally.isFull) await this.#tally.flush();
      }
    }
    await this.#tally.flush();
  }
}

function rowsOf(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  if (typeof json === "object" && json !== null && "data" in json && Array.isArray(json.data)) return json.data;
  return [json];
}

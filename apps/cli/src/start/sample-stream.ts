import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const FILE = new URL("../../../../sample/usage.csv.gz", import.meta.url);
const WEEK_MS = 7 * 86_400_000;

/** A call of the sample as `POST /v1/usage` reads it. */
export interface StreamedCall {
  readonly at: number;
  readonly line: string;
}

/** The sample as it goes on after an instant: its weeks over and over, each call at its own hour of its own weekday. */
export class SampleStream {
  readonly #rows: readonly { readonly at: number; readonly cells: readonly string[] }[];
  readonly #columns: readonly string[];
  readonly #lengthMs: number;
  #round: number;
  #next: number;

  /** @param from calls before it have been told */
  constructor(from: number) {
    const [header = "", ...lines] = gunzipSync(readFileSync(FILE)).toString("utf8").trimEnd().split("\n");
    this.#columns = header.split(",");
    const time = this.#columns.indexOf("ts");
    this.#rows = lines.map((line) => {
      const cells = line.split(",");
      return { at: Date.parse(cells[time] ?? ""), cells };
    });
    const first = this.#rows[0]?.at ?? from;
    const last = this.#rows.at(-1)?.at ?? from;
    this.#lengthMs = Math.ceil((last - first + 1) / WEEK_MS) * WEEK_MS;
    // The loaded sample ends within a week of now: the stream goes on where that was cut.
    const shift = Math.ceil((from - last) / WEEK_MS) * WEEK_MS;
    this.#round = Math.floor(shift / this.#lengthMs);
    this.#next = 0;
    const rest = shift - this.#round * this.#lengthMs;
    this.#offset = rest;
    while (this.#peek() < from) this.#advance();
  }

  readonly #offset: number;

  /** The calls up to an instant that have not been told yet. */
  until(instant: number): StreamedCall[] {
    const calls: StreamedCall[] = [];
    while (this.#peek() < instant) {
      calls.push(this.#call());
      this.#advance();
    }
    return calls;
  }

  #peek(): number {
    return (this.#rows[this.#next]?.at ?? Number.POSITIVE_INFINITY) + this.#round * this.#lengthMs + this.#offset;
  }

  #advance(): void {
    this.#next += 1;
    if (this.#next < this.#rows.length) return;
    this.#next = 0;
    this.#round += 1;
  }

  #call(): StreamedCall {
    const at = this.#peek();
    const cells = this.#rows[this.#next]?.cells ?? [];
    const named = Object.fromEntries(this.#columns.map((name, index) => [name, cells[index] ?? ""]));
    const { id = "", ts: _, input_tokens: input, cached_input_tokens: cached, output_tokens: output, ...rest } = named;
    const usage = { input_tokens: Number(input), cached_input_tokens: Number(cached), output_tokens: Number(output) };
    return { at, line: JSON.stringify({ ...rest, id: `${id}-${at}`, at: new Date(at).toISOString(), usage }) };
  }
}

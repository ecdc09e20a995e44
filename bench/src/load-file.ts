import { createReadStream, existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createGunzip } from "node:zlib";

/** 1,429,896 sampled calls of a real trace; not part of this repository. */
const SHARED = fileURLToPath(
  new URL("../../../shared/data/load_benchmark/burstgpt_format_sampled.csv.gz", import.meta.url),
);
const ROWS = 1_429_896;
const DAYS = 14;

/** The instant at which the trace's relative seconds begin. */
export const EPOCH = Date.parse("2026-10-25T00:00:00Z");

/** USD per 1M tokens of the trace's two models, which no catalogue lists. */
export const LOAD_PRICES = [
  { model: "ChatGPT", input: "1.5", output: "2" },
  { model: "GPT-4", input: "30", output: "60" },
] as const;

/**
 * The lines of the load benchmark's trace without its header: the real one where it is at hand, else as many made ones of the
 * same form, the same in every run.
 */
export async function loadLines(): Promise<string[]> {
  if (!existsSync(SHARED)) {
    process.stderr.write("the load benchmark's trace is not at hand: made rows of the same form are used\n");
    return madeLines();
  }
  let text = "";
  for await (const chunk of createReadStream(SHARED).pipe(createGunzip())) text += String(chunk);
  return withoutHeader(text);
}

function withoutHeader(text: string): string[] {
  return text
    .split("\n")
    .slice(1)
    .filter((line) => line !== "");
}

export const HEADER = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type";

export function writeLines(path: string, lines: readonly string[]): void {
  writeFileSync(path, `${HEADER}\n${lines.join("\n")}\n`);
}

/** What `writeLines` wrote. */
export function readLinesOf(path: string): string[] {
  return withoutHeader(readFileSync(path, "utf8"));
}

function madeLines(): string[] {
  let seed = 20_261_025;
  const random = () => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  return Array.from({ length: ROWS }, (_, index) => {
    const model = random() < 0.8 ? "ChatGPT" : "GPT-4";
    const [input, output] = [20 + Math.floor(random() * 800), 1 + Math.floor(random() * 300)];
    const second = Math.floor((index / ROWS) * DAYS * 86_400);
    return `${second},${model},${input},${output},${input + output},API log`;
  });
}

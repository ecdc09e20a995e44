import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { streamInput, type ImportInput } from "@runrate/ledger";

const FOLDER = new URL("../../../../sample/", import.meta.url);
const WEEK_MS = 7 * 86_400_000;

/** What the records of the sample name as their source. */
export const SAMPLE_SOURCE = "sample";

/** The configuration that goes with the sample: its teams, budgets and seats. */
export function sampleConfigPath(): string {
  return fileURLToPath(new URL("runrate.yml", FOLDER));
}

/**
 * The shipped usage, moved by whole weeks so that it ends at `now`: working days stay working days. What would lie after `now`
 * is left out.
 */
export function sampleInput(now: number): ImportInput {
  const text = gunzipSync(readFileSync(new URL("usage.csv.gz", FOLDER))).toString("utf8");
  return streamInput(Readable.from([Buffer.from(endingAt(text, now))]), "sample.csv");
}

/** A CSV text whose second column is an instant, moved by whole weeks to end within a week after `now`, and cut there. */
export function endingAt(csv: string, now: number): string {
  const [header = "", ...lines] = csv.trimEnd().split("\n");
  const rows = lines.map((line) => {
    const from = line.indexOf(",") + 1;
    const to = line.indexOf(",", from);
    return { before: line.slice(0, from), at: Date.parse(line.slice(from, to)), after: line.slice(to) };
  });
  const last = rows.at(-1)?.at ?? now;
  const shift = Math.ceil((now - last) / WEEK_MS) * WEEK_MS;
  const kept = rows
    .map((row) => ({ ...row, at: row.at + shift }))
    .filter(({ at }) => at < now)
    .map(({ before, at, after }) => `${before}${new Date(at).toISOString()}${after}`);
  return [header, ...kept, ""].join("\n");
}

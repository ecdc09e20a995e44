import { readdirSync } from "node:fs";
import type { Bench, BenchRow } from "./bench-row.ts";
import { benchTable } from "./bench-table.ts";

/**
 * Runs every comparison in `rows/` and prints a table, or with `--json` `{"rows": [...]}`. Words after the options choose: a
 * comparison runs when its file's name contains one of them. To add one, add a file there with a `Bench` as its default export.
 */
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const files = readdirSync(new URL("rows/", import.meta.url))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
  .sort();

const rows: BenchRow[] = [];
for (const file of files) {
  const { default: bench }: { default: Bench } = await import(new URL(`rows/${file}`, import.meta.url).href);
  process.stderr.write(`${bench.name} …\n`);
  rows.push(...(await bench.run()));
}
process.stdout.write(process.argv.includes("--json") ? `${JSON.stringify({ rows })}\n` : benchTable(rows));

import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import type { Bench, BenchRow } from "./bench-row.ts";
import { benchTable } from "./bench-table.ts";

/**
 * Runs every comparison in `rows/` and prints a table, or with `--json` `{"rows": [...]}`. Words after the options choose: a
 * comparison runs when its file's name contains one of them. To add one, add a file there with a `Bench` as its default export.
 *
 * Each runs in a process of its own: what one comparison taught the just-in-time compiler, or left on the heap, made the next
 * one slower by half.
 */
if (process.send) {
  // What listens to the process (the server of a comparison) would keep it alive by this channel.
  process.send(await runOne(process.argv[2] ?? ""), () => process.disconnect());
} else {
  await runAll(process.argv.slice(2));
}

async function runOne(file: string): Promise<readonly BenchRow[]> {
  const { default: bench }: { default: Bench } = await import(new URL(`rows/${file}`, import.meta.url).href);
  process.stderr.write(`${bench.name} …\n`);
  return bench.run();
}

async function runAll(args: readonly string[]): Promise<void> {
  const wanted = args.filter((word) => !word.startsWith("-"));
  const files = readdirSync(new URL("rows/", import.meta.url))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
    .sort();
  const rows: BenchRow[] = [];
  for (const file of files) rows.push(...(await inItsOwnProcess(file)));
  process.stdout.write(args.includes("--json") ? `${JSON.stringify({ rows })}\n` : benchTable(rows));
}

async function inItsOwnProcess(file: string): Promise<readonly BenchRow[]> {
  let rows: readonly BenchRow[] | undefined;
  const child = fork(new URL(import.meta.url), [file], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  child.on("message", (message: readonly BenchRow[]) => (rows = message));
  const [code] = await once(child, "exit");
  if (rows === undefined) throw new Error(`${file} ended with ${String(code)} and without a result`);
  return rows;
}

import { spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { bundledCatalogue } from "@runrate/catalogue";
import { applyOverrides, compilePricer, type PriceOverride } from "@runrate/core";
import { importUsage, openLedger, recordPricer, ROWS_PER_TRANSACTION, type ImportInput } from "@runrate/ledger";
import Database from "better-sqlite3";
import { rowOf, type Bench } from "../bench-row.ts";
import { EPOCH, HEADER, LOAD_PRICES, loadLines, readLinesOf, writeLines } from "../load-file.ts";
import { median } from "../side-by-side.ts";

/** Both contenders take a slice each in turns, so that a slow moment of the machine meets both. */
const SLICES = 10;
const MOST_MEGABYTES = 300;

/** A row as a bare insert has it. */
type BareRow = readonly [string, number, string, number, number, number, number];

function bareRow(line: string, index: number): BareRow {
  const [second = "", model = "", input = "", output = ""] = line.split(",");
  const tokens = [Number(input), Number(output)] as const;
  const [inRate, outRate] = model === "GPT-4" ? [30, 60] : [1.5, 2];
  // Picodollars: a number holds them exactly at this size, and a bare insert computes nothing.
  const pico = tokens[0] * inRate * 1e6 + tokens[1] * outRate * 1e6;
  const id = `i${index.toString(36).padStart(7, "0")}0123456789abcdef`;
  return [id, EPOCH + Number(second) * 1_000, model, ...tokens, Math.floor(pico / 1e6), pico % 1e6];
}

function openBare(path: string): BareTable {
  const database = openDurable(path);
  database.exec(
    "create table bare (id text primary key, at integer, model text, input integer, output integer, usd_micro integer, usd_pico integer)",
  );
  const insert = database.prepare<[...BareRow]>("insert into bare values (?, ?, ?, ?, ?, ?, ?)");
  return bareTable(database, (row) => insert.run(...row));
}

/** The columns that this trace fills, in the table with all its indexes. */
async function openBareLedger(path: string): Promise<BareTable> {
  await (await openLedger(`sqlite:${path}`, { clock: () => EPOCH })).close();
  const database = openDurable(path);
  const insert = database.prepare<[...(string | number)[]]>(
    `insert into records (id, at, series_id, requests, input_tokens, output_tokens, usd_micro, usd_pico, tag_set_id)
     values (?, ?, ?, 1, ?, ?, ?, ?, 1)`,
  );
  return bareTable(database, ([id, at, model, ...counts]) => insert.run(id, at, model === "GPT-4" ? 1 : 2, ...counts));
}

function openDurable(path: string): Database.Database {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  return database;
}

interface BareTable {
  /** Stores the rows in the import's transactions. */
  readonly insert: (rows: readonly BareRow[]) => void;
  readonly close: () => void;
}

function bareTable(database: Database.Database, insert: (row: BareRow) => unknown): BareTable {
  const store = database.transaction((rows: readonly BareRow[]) => {
    for (const row of rows) insert(row);
  });
  return {
    insert: (rows) => {
      for (let start = 0; start < rows.length; start += ROWS_PER_TRANSACTION) {
        store(rows.slice(start, start + ROWS_PER_TRANSACTION));
      }
    },
    close: () => database.close(),
  };
}

const importing: Bench = {
  name: "import of 1.43 M rows",
  async run() {
    // As the command does it (apps/cli/src/main.ts says why).
    setFlagsFromString("--no-allocation-site-pretenuring");
    const folder = mkdtempSync(join(tmpdir(), "runrate-bench-"));
    try {
      const whole = join(folder, "whole.csv");
      const slices = await writeSlices(folder, whole);
      const rates = await insertRates(folder, slices);
      return [
        rowOf({
          name: "import of 1.43 M rows into SQLite, read, priced and rolled up",
          unit: "rows/s",
          ours: median(rates.ours),
          peerName: "bare prepared insert, same key and transactions",
          peer: median(rates.bare),
          goal: { atLeast: 0.5 },
        }),
        // What of the distance to the row above is the ledger's table: without it an import is the reading and pricing alone.
        rowOf({
          name: "the same import beside the table it goes into",
          unit: "rows/s",
          ours: median(rates.ours),
          peerName: "bare prepared insert into the ledger's own table and indexes",
          peer: median(rates.bareLedger),
          goal: { atLeast: 0.5 },
        }),
        rowOf({
          name: "memory of that import (runrate import)",
          unit: "MB",
          ours: peakMegabytes(folder, whole),
          peerName: "most allowed",
          peer: MOST_MEGABYTES,
          goal: { atMost: 1 },
        }),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** All lines in memory would make each garbage collection longer, of which an import has more than a bare insert. */
async function writeSlices(folder: string, whole: string): Promise<readonly string[]> {
  const lines = await loadLines();
  writeLines(whole, lines);
  const size = Math.ceil(lines.length / SLICES);
  return Array.from({ length: SLICES }, (_, slice) => {
    const path = join(folder, `slice-${slice}.csv`);
    writeLines(path, lines.slice(slice * size, (slice + 1) * size));
    return path;
  });
}

/** Rows per second of each contender in each slice. */
async function insertRates(folder: string, slices: readonly string[]) {
  const overrides = LOAD_PRICES.map(({ model, input, output }): PriceOverride => ({
    kind: "rates",
    model,
    rates: { input, output },
  }));
  const price = recordPricer(compilePricer(applyOverrides(bundledCatalogue(), overrides)));
  const ledger = await openLedger(`sqlite:${join(folder, "ledger.db")}`, { clock: () => EPOCH });
  const bare = openBare(join(folder, "bare.db"));
  const bareLedger = await openBareLedger(join(folder, "bare-ledger.db"));
  const rates = { ours: [] as number[], bare: [] as number[], bareLedger: [] as number[] };
  let before = 0;
  const input = turnByTurn(slices, (path, spent) => {
    const rows = readLinesOf(path).map((line, index) => bareRow(line, before + index));
    before += rows.length;
    rates.ours.push(rows.length / spent);
    rates.bare.push(rows.length / secondsOf(() => bare.insert(rows)));
    rates.bareLedger.push(rows.length / secondsOf(() => bareLedger.insert(rows)));
  });
  await importUsage(ledger, input, { format: "burstgpt", epoch: EPOCH, price, now: EPOCH });
  await ledger.close();
  bare.close();
  bareLedger.close();
  return rates;
}

/**
 * One import of all slices, so that its ids rise through the whole as those of the bare rows do. When it asks for what follows a
 * slice it has stored that slice but for a transaction's rest: then it is the others' turn.
 */
function turnByTurn(slices: readonly string[], onTurn: (path: string, spentSeconds: number) => void): ImportInput {
  return {
    name: "slices.csv",
    totalBytes: undefined,
    bytesRead: () => 0,
    async *chunks() {
      yield Buffer.from(`${HEADER}\n`);
      for (const path of slices) {
        const start = performance.now();
        yield* createReadStream(path, { start: HEADER.length + 1, highWaterMark: 262_144 });
        onTurn(path, (performance.now() - start) / 1_000);
      }
    },
  };
}

function secondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1_000;
}

/** The command itself, in a process of its own that says what it needed at most. */
function peakMegabytes(folder: string, file: string): number {
  const main = fileURLToPath(new URL("../../../apps/cli/src/main.ts", import.meta.url));
  const overrides = join(folder, "overrides.yml");
  writeFileSync(overrides, JSON.stringify(LOAD_PRICES));
  const report = `import { existsSync, readFileSync } from "node:fs";
    // Linux counts what the parent held at the fork into maxRSS; its own high water mark does not.
    const own = () => /VmHWM:\\s+(\\d+)/.exec(existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "")?.[1];
    process.on("exit", () => process.stderr.write("\\npeak " + (own() ?? process.resourceUsage().maxRSS)));`;
  const { stderr, status } = spawnSync(
    process.execPath,
    [
      "--import",
      `data:text/javascript,${encodeURIComponent(report)}`,
      main,
      "import",
      file,
      "--format",
      "burstgpt",
      "--epoch",
      new Date(EPOCH).toISOString(),
      "--overrides",
      overrides,
      "--ledger",
      `sqlite:${join(folder, "peak.db")}`,
    ],
    { cwd: folder, encoding: "utf8", env: { ...process.env, NODE_NO_WARNINGS: "1" } },
  );
  const [, kilobytes] = /peak (\d+)/.exec(stderr) ?? [];
  if (status !== 0 || kilobytes === undefined) throw new Error(`the import failed: ${stderr.slice(0, 500)}`);
  return Number(kilobytes) / 1_024;
}

export default importing;

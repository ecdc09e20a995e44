import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledCatalogue } from "@runrate/catalogue";
import { applyOverrides, compilePricer, type PriceOverride } from "@runrate/core";
import { fileInput, importUsage, openLedger, querySpend, recordPricer, type LedgerStore } from "@runrate/ledger";
import Database from "better-sqlite3";
import { rowOf, type Bench } from "../bench-row.ts";
import { EPOCH, LOAD_PRICES, loadLines, writeLines } from "../load-file.ts";
import { median } from "../side-by-side.ts";

const MONTH = { from: EPOCH, to: EPOCH + 31 * 86_400_000 } as const;
const ROUNDS = 11;
const ANSWERS_A_ROUND = 20;

/** The same question without roll-ups, as anyone would write it. */
const RAW = `select series.model as model, strftime('%Y-%m-%d', records.at / 1000, 'unixepoch') as day, sum(records.requests) as requests,
    sum(records.input_tokens) as input, sum(records.cached_input_tokens) as cached, sum(records.output_tokens) as output,
    sum(records.usd_micro) as usd_micro, sum(records.usd_pico) as usd_pico
  from records join series on series.id = records.series_id
  where records.at >= ? and records.at < ? group by 1, 2`;

const monthQuery: Bench = {
  name: "a month by model and day",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "runrate-bench-"));
    try {
      const lines = await loadLines();
      const full = await filled(folder, "full", lines);
      const tenth = await filled(
        folder,
        "tenth",
        lines.filter((_, index) => index % 10 === 0),
      );
      const raw = new Database(join(folder, "full.db"), { readonly: true });
      const statement = raw.prepare<[number, number]>(RAW);
      const times = { full: [] as number[], tenth: [] as number[], raw: [] as number[] };
      for (let round = -1; round < ROUNDS; round += 1) {
        // In turns, each first every other time; the round before the first warms up.
        const turn = round % 2 === 0 ? (["full", "tenth"] as const) : (["tenth", "full"] as const);
        for (const name of turn) {
          const taken = await milliseconds(async () => await ask(name === "full" ? full : tenth, ANSWERS_A_ROUND));
          if (round >= 0) times[name].push(taken / ANSWERS_A_ROUND);
        }
        if (round % 4 === 0) times.raw.push(await milliseconds(async () => statement.all(MONTH.from, MONTH.to)));
      }
      raw.close();
      await full.close();
      await tenth.close();
      const rate = (values: readonly number[]) => 1_000 / median(values);
      return [
        rowOf({
          name: "a month by model and day of 1.43 M records",
          unit: "answers/s",
          ours: rate(times.full),
          peerName: "the raw records, same engine",
          peer: rate(times.raw),
          goal: { atLeast: 30 },
        }),
        rowOf({
          name: "the same answer on all records",
          unit: "ms",
          ours: median(times.full),
          peerName: "on a tenth of them",
          peer: median(times.tenth),
          goal: { atMost: 1.5 },
        }),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function filled(folder: string, name: string, lines: readonly string[]): Promise<LedgerStore> {
  const path = join(folder, `${name}.csv`);
  writeLines(path, lines);
  const overrides = LOAD_PRICES.map(({ model, input, output }): PriceOverride => ({
    kind: "rates",
    model,
    rates: { input, output },
  }));
  const price = recordPricer(compilePricer(applyOverrides(bundledCatalogue(), overrides)));
  const ledger = await openLedger(`sqlite:${join(folder, `${name}.db`)}`, { clock: () => EPOCH });
  await importUsage(ledger, await fileInput(path), { format: "burstgpt", epoch: EPOCH, price, now: EPOCH });
  return ledger;
}

async function ask(ledger: LedgerStore, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const { rows } = await querySpend(ledger, { ...MONTH, zone: "UTC", by: ["model", "day"], where: [] });
    if (rows.length === 0) throw new Error("the ledger is empty");
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export default monthQuery;

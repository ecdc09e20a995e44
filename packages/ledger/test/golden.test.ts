import { parseUsd, toDecimal } from "@runrate/core";
import { afterAll, describe, expect, test } from "vitest";
import {
  fileInput,
  findCrossings,
  importUsage,
  querySpend,
  type LedgerReader,
  type LedgerStore,
  type RecordPricer,
  type SpendQuery,
  type SpendRow,
} from "../src/index.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";
import { HAS_POSTGRES, PostgresLedgers } from "./postgres-ledgers.ts";
import { HAS_SHARED, readGolden, sharedFile, type Golden, type GoldenFigures } from "./shared-data.ts";

// The prices that golden.json states, in USD per 1M tokens; without a cached price, cached input costs what input costs.
const LIST = pricesOf(
  ["gpt-3.5-turbo", "1.5", "2", "1.5"],
  ["gpt-4", "30", "60", "30"],
  ["gpt-4o", "2.5", "10", "2.5"],
  ["gpt-4o-mini", "0.15", "0.6", "0.15"],
);
const AS_4O = pricesOf(["gpt-3.5-turbo", "2.5", "10", "2.5"], ["gpt-4", "2.5", "10", "2.5"]);
const AS_4O_MINI = pricesOf(["gpt-3.5-turbo", "0.15", "0.6", "0.15"], ["gpt-4", "0.15", "0.6", "0.15"]);
const CACHED_4O = pricesOf(["gpt-4o", "2.5", "10", "1.25"]);
const CACHED_4O_MINI = pricesOf(["gpt-4o", "0.15", "0.6", "0.075"]);
const UNCACHED_4O = pricesOf(["gpt-4o", "2.5", "10", "2.5"]);

const CASES: readonly { folder: string; file: string; column: string; price: RecordPricer }[] = [
  { folder: "azure_llm_2023", file: "ledger_x3000.csv.gz", column: "list_price", price: LIST },
  { folder: "azure_llm_2023", file: "ledger_x3000.csv.gz", column: "as_gpt-4o", price: AS_4O },
  { folder: "azure_llm_2023", file: "ledger_x3000.csv.gz", column: "as_gpt-4o-mini", price: AS_4O_MINI },
  { folder: "mooncake", file: "ledger.csv.gz", column: "as_gpt-4o_cached", price: CACHED_4O },
  { folder: "mooncake", file: "ledger.csv.gz", column: "as_gpt-4o_ignoring_cache", price: UNCACHED_4O },
  { folder: "mooncake", file: "ledger.csv.gz", column: "as_gpt-4o-mini_cached", price: CACHED_4O_MINI },
  { folder: "servegen", file: "hourly_usage.csv.gz", column: "list_price", price: LIST },
];

const ALL = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1), zone: "UTC", where: [] } as const;

const postgres = new PostgresLedgers(() => NOW);
afterAll(() => postgres.drop());

const ENGINES: readonly { engine: string; isThere: boolean; open: () => Promise<LedgerStore> }[] = [
  { engine: "SQLite", isThere: true, open: () => memoryLedger() },
  { engine: "PostgreSQL", isThere: HAS_POSTGRES, open: () => postgres.open() },
];

describe.each(ENGINES)("real usage comes to its golden figures on $engine", ({ isThere, open }) => {
  const opened = async () => {
    const store = await open();
    return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
  };
  const check = test.skipIf(!HAS_SHARED || !isThere);

  check.each(CASES)("$folder priced as $column", async ({ folder, file, column, price }) => {
    const golden = readGolden(folder);
    await using ledger = await opened();
    const result = await importUsage(ledger, await fileInput(sharedFile(folder, file)), { price, now: NOW });
    expect(result).toMatchObject({
      read: golden.total.rows,
      stored: golden.total.rows,
      duplicates: 0,
      unpriced: 0,
      rejectedCount: 0,
    });

    await expectGroups(ledger, column, [], { "": golden.total });
    await expectGroups(ledger, column, ["model"], golden.by_model);
    await expectGroups(ledger, column, ["month"], golden.by_month);
    await expectGroups(ledger, column, ["month", "model"], golden.by_month_model);
    await expectGroups(ledger, column, ["day"], golden.by_day);
    await expectGroups(ledger, column, ["day", "model"], golden.by_day_model);
    await expectGroups(ledger, column, ["hour"], golden.by_hour);
    if (golden.by_project) await expectGroups(ledger, column, ["project"], golden.by_project);
    if (golden.by_service) await expectGroups(ledger, column, ["tag:service"], golden.by_service);
    if (golden.requests_total !== undefined) {
      const { total } = await querySpend(ledger, { ...ALL, by: [] });
      expect(total.counts.requests).toBe(BigInt(golden.requests_total));
    }
    await expectCrossings(ledger, column, golden);
  });

  check("the same file twice stores nothing new", async () => {
    await using ledger = await opened();
    const file = sharedFile("mooncake", "ledger.csv.gz");
    await importUsage(ledger, await fileInput(file), { price: CACHED_4O, now: NOW });
    const again = await importUsage(ledger, await fileInput(file), { price: CACHED_4O, now: NOW });
    expect(again).toMatchObject({ read: 8_000, stored: 0, duplicates: 8_000, rejectedCount: 0 });
    const { total } = await querySpend(ledger, { ...ALL, by: [] });
    expect(toDecimal(total.usd)).toBe("231.38707375");
  });

  check(
    "usage pages come to the daily and monthly totals of the hourly file, and stay the same when read again",
    async () => {
      const golden = readGolden("servegen");
      await using ledger = await opened();
      for (const expected of [{ duplicates: 0 }, { stored: 0 }]) {
        for (const page of ["openai_usage_page_1.json.gz", "openai_usage_page_2.json.gz"]) {
          const result = await importUsage(ledger, await fileInput(sharedFile("servegen", page)), {
            price: LIST,
            now: NOW,
          });
          expect(result).toMatchObject({ ...expected, format: "openai-usage", unpriced: 0, rejectedCount: 0 });
        }
        await expectCosts(ledger, ["day"], golden.by_day);
        await expectCosts(ledger, ["month"], golden.by_month);
        await expectCosts(ledger, ["month", "model"], golden.by_month_model);
      }
    },
  );
});

function keyOf(by: SpendQuery["by"], { key }: SpendRow): string {
  // golden.json names an hour "2026-09-01T00" and joins keys with a bar.
  return key.map((part, index) => (by[index] === "hour" ? (part ?? "").slice(0, 13) : part)).join("|");
}

async function expectGroups(
  ledger: LedgerReader,
  column: string,
  by: SpendQuery["by"],
  groups: Readonly<Record<string, GoldenFigures>>,
): Promise<void> {
  const { rows } = await querySpend(ledger, { ...ALL, by });
  const found = Object.fromEntries(
    rows.map((row) => [
      keyOf(by, row),
      {
        rows: Number(row.records),
        input_tokens: Number(row.counts.inputTokens),
        cached_input_tokens: Number(row.counts.cachedInputTokens),
        output_tokens: Number(row.counts.outputTokens),
        cost: toDecimal(row.usd),
      },
    ]),
  );
  const expected = Object.fromEntries(
    Object.entries(groups).map(
      ([key, { cost_usd: cost, rows: count, input_tokens, cached_input_tokens, output_tokens }]) => [
        key,
        { rows: count, input_tokens, cached_input_tokens, output_tokens, cost: cost[column] },
      ],
    ),
  );
  expect(found).toEqual(expected);
}

async function expectCosts(
  ledger: LedgerReader,
  by: SpendQuery["by"],
  groups: Readonly<Record<string, GoldenFigures>>,
): Promise<void> {
  const { rows } = await querySpend(ledger, { ...ALL, by });
  const found = Object.fromEntries(
    rows.map((row) => [keyOf(by, row), [Number(row.counts.inputTokens), toDecimal(row.usd)]]),
  );
  const expected = Object.entries(groups).map(([key, figures]) => [
    key,
    [figures.input_tokens, figures.cost_usd["list_price"]],
  ]);
  expect(found).toEqual(Object.fromEntries(expected));
}

async function expectCrossings(ledger: LedgerReader, column: string, golden: Golden): Promise<void> {
  for (const [month, byColumn] of Object.entries(golden.budget_crossings)) {
    const expected = byColumn[column];
    if (!expected) throw new Error(`golden.json has no crossings for ${column}`);
    const [year = 0, number = 0] = month.split("-").map(Number);
    const marks = [expected["50%"], expected["80%"], expected["100%"]];
    const found = await findCrossings(
      ledger,
      { from: Date.UTC(year, number - 1, 1), to: Date.UTC(year, number, 1), where: [], measure: "usd" },
      marks.map((mark) => parseUsd(mark.threshold_usd)),
    );
    for (const [index, mark] of marks.entries()) {
      // Rows of the file arrived in order, so the sequence is the row's number.
      expect(found[index]).toMatchObject({
        kind: "crossed",
        at: Date.parse(mark.ts),
        seq: BigInt(mark.data_row_1based),
        running: parseUsd(mark.running_cost_usd),
      });
    }
  }
}

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bundledCatalogue } from "@runrate/catalogue";
import { applyOverrides, compilePricer, parseUsd } from "@runrate/core";
import { importUsage, recordPricer, streamInput, type RecordPricer } from "@runrate/ledger";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { evaluateBudgets } from "../src/evaluate.ts";
import { setBudget, toldFacts } from "./budgets.ts";
import { memoryLedger, TestClock } from "./ledger.ts";
import { HAS_SHARED, readCrossings, sharedFile } from "./shared-data.ts";

const LIST: RecordPricer = recordPricer(
  compilePricer(
    applyOverrides(bundledCatalogue(), [
      { kind: "rates", model: "gpt-3.5-turbo", rates: { input: "1.5", output: "2" } },
      { kind: "rates", model: "gpt-4", rates: { input: "30", output: "60" } },
    ]),
  ),
);

describe.skipIf(!HAS_SHARED)("a month of real usage with a budget of what it came to", () => {
  test.each(Object.entries(HAS_SHARED ? readCrossings("azure_llm_2023") : {}))(
    "%s alerts at the very records of golden.json, as the usage comes in",
    async (month, columns) => {
      const golden = columns["list_price"];
      if (golden === undefined) throw new Error("golden.json has no crossings at list prices");
      const clock = new TestClock(Date.parse(`${month}-01T00:00:00Z`));
      await using ledger = await memoryLedger(clock);
      await setBudget(ledger, "month", { amount: { kind: "usd", usd: parseUsd(golden.month_total_usd) } });
      const [header = "", ...lines] = gunzipSync(readFileSync(sharedFile("azure_llm_2023", "ledger_x3000.csv.gz")))
        .toString("utf8")
        .trimEnd()
        .split("\n");
      const marks = [golden["50%"], golden["80%"], golden["100%"]];
      const rows = lines.map((line, index) => ({ line, at: Date.parse(line.split(",", 1)[0] ?? ""), row: index + 1 }));
      const ofMonth = rows.filter(({ line }) => line.startsWith(month));
      // Batches end at each crossing record and just before it, and every 500 records: what counts is the record, not the batch.
      const ends = new Set(marks.flatMap(({ data_row_1based: row }) => [row - 1, row]));
      let batch: string[] = [];
      for (const { line, at, row } of ofMonth) {
        batch.push(line);
        if (!ends.has(row) && batch.length < 500 && row !== ofMonth.at(-1)?.row) continue;
        clock.now = at;
        const input = streamInput(Readable.from([`${header}\n${batch.join("\n")}\n`]));
        await importUsage(ledger, input, { price: LIST, now: clock.now, format: "csv", source: `rows-to-${row}` });
        await evaluateBudgets(ledger);
        batch = [];
      }
      const told = await toldFacts(ledger);
      expect(
        told.map(({ percent, kind, crossed, broadcast }) => [percent, kind, crossed?.at, crossed?.running, broadcast]),
      ).toEqual(
        marks.map(({ ts, running_cost_usd: running }, index) => [
          ["50", "80", "100"][index],
          index === 0 ? "open" : "reply",
          Date.parse(ts),
          parseUsd(running).toString(),
          index === 2,
        ]),
      );
    },
  );
});

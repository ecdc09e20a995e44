import { forecastGrowth, formatUsd, parseUsd, toDecimal, truncate } from "@runrate/core";
import { wholeArgument } from "../arguments.ts";
import { renderColumns } from "../columns.ts";
import type { CommandResult } from "../terminal.ts";

interface GrowthOptions {
  readonly threads: string;
  readonly growth: string;
  readonly months?: string;
  readonly tokensPerThread: string;
  readonly runsPerDay: string;
  readonly runCost: string;
}

const COLUMNS = ["month", "threads", "storage", "runs", "total"].map(
  (heading) => ({ heading, align: "right" }) as const,
);

/** `runrate growth` (SPEC.md, section 4): the growth forecast month by month. */
export function growth(_args: readonly string[], options: GrowthOptions): CommandResult {
  const { months, total } = forecastGrowth({
    startThreads: wholeArgument(options.threads, "--threads"),
    percentPerMonth: options.growth,
    months: wholeArgument(options.months ?? "12", "--months"),
    storage: { tokensPerThread: wholeArgument(options.tokensPerThread, "--tokens-per-thread") },
    runs: { runsPerDay: wholeArgument(options.runsPerDay, "--runs-per-day"), runCost: parseUsd(options.runCost) },
  });
  const rows = months.map(({ month, threads, storage, runs, total: sum }) => [
    String(month),
    truncate(threads).toLocaleString("en-US"),
    formatUsd(storage),
    formatUsd(runs),
    formatUsd(sum),
  ]);
  return {
    text: `${renderColumns(COLUMNS, rows)}\n${months.length} months: ${formatUsd(total)}`,
    json: {
      kind: "growth",
      currency: "USD",
      total_usd: toDecimal(total),
      rows: months.map(({ month, threads, storage, runs, total: sum }) => ({
        month,
        threads: truncate(threads).toString(),
        storage_usd: toDecimal(storage),
        runs_usd: toDecimal(runs),
        total_usd: toDecimal(sum),
      })),
    },
  };
}

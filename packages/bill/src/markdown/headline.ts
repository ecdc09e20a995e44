import { formatSigned, formatUsd, parseUsd, picoUsd, sumUsd, type PicoUsd } from "@runrate/core";
import type { BillReport, ReportChange } from "../report.ts";

const VERB = { raises: "Raises", lowers: "Lowers" } as const;

/** The verdict in one line, in money where there is some. Plain text that is ours alone. */
export function headline(report: BillReport): string {
  const { totals, verdict } = report;
  if (verdict.direction === "neutral") {
    return totals.changes === 0 ? "No change of LLM spend" : "No change of estimated LLM spend";
  }
  if (verdict.direction === "unknown") return unknownLine(report);
  const spend = `${VERB[verdict.direction]} estimated LLM spend`;
  const parts = [monthlyPart(report), perCallsPart(report)].filter((part) => part !== null);
  return parts.length === 0 ? `${spend}; by how much cannot be said` : `${spend} ${parts.join(", and ")}`;
}

function unknownLine({ totals }: BillReport): string {
  const range = totals.per_1k_calls_range_usd;
  if (!range || totals.without_price > 0) return "May raise or lower LLM spend: it cannot be told from the source";
  const [low, high] = [difference(range.low), difference(range.high)];
  const [least, most] = low < high ? [low, high] : [high, low];
  return `May raise or lower estimated LLM spend: from ${formatSigned(least)} to ${formatSigned(most)} per 1,000 calls`;
}

function monthlyPart({ totals }: BillReport): string | null {
  const { monthly_usd: monthly } = totals;
  if (!monthly) return null;
  const bound = totals.monthly_at_most ? "at most " : "";
  const delta = parseUsd(monthly.delta);
  if (delta === 0n) return totals.monthly_range_usd && upTo(difference(totals.monthly_range_usd.high), "/mo");
  const percent = totals.monthly_percent === null ? "" : ` (${totals.monthly_percent})`;
  return `by ${bound}${formatUsd(size(delta))}/mo${percent}`;
}

/** Of the calls that have no volume; of all where none has. */
function perCallsPart(report: BillReport): string | null {
  const calls = new Map(
    report.changes.flatMap((change) =>
      change.monthly_usd === null && change.per_call_usd ? [[change.call, change] as const] : [],
    ),
  );
  if (calls.size === 0) return null;
  const sumOf = (sideOf: (change: ReportChange) => { before: string; after: string } | null | undefined) =>
    picoUsd(
      sumUsd(
        [...calls.values()].map((change) => {
          const side = sideOf(change);
          return side ? difference(side) : picoUsd(0n);
        }),
      ) * 1_000n,
    );
  const delta = sumOf((change) => change.per_call_usd);
  const others = report.totals.monthly_usd === null ? "" : " where no volume is known";
  if (delta !== 0n) return `by ${formatUsd(size(delta))} per 1,000 calls${others}`;
  const bound = upTo(
    sumOf((change) => change.per_call_range_usd?.high),
    " per 1,000 calls",
  );
  return bound === null ? null : `${bound}${others}`;
}

/** A cap that rises changes nothing at the likely size; its high case says what it can come to. */
function upTo(most: PicoUsd, unit: string): string | null {
  return most === 0n ? null : `by up to ${formatUsd(size(most))}${unit}`;
}

/** after − before. */
export function difference({ before, after }: { readonly before: string; readonly after: string }): PicoUsd {
  return picoUsd(parseUsd(after) - parseUsd(before));
}

function size(amount: PicoUsd): PicoUsd {
  return picoUsd(amount < 0n ? -amount : amount);
}

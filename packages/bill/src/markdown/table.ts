import { formatSigned, formatUsd, parseUsd, picoUsd, sumUsd } from "@runrate/core";
import type { BillReport, ReportAmounts, ReportCases, ReportChange } from "../report.ts";
import { changeWords } from "./change-words.ts";
import { cellCode, code, linked, placeText } from "./escape.ts";
import { difference } from "./headline.ts";

/** A changed call with everything that changed in it. */
export interface TableCall {
  readonly first: ReportChange;
  readonly changes: readonly ReportChange[];
}

/** Where a line can be seen, before or after the change: a call that is gone stands before it alone. */
export type LinkTo = (path: string, line: number, side: "before" | "after") => string | null;

/** The changed calls, those that move the most first, and at equal amounts by place. */
export function tableCalls({ changes }: BillReport): readonly TableCall[] {
  const calls = new Map<number, ReportChange[]>();
  for (const change of changes) calls.set(change.call, [...(calls.get(change.call) ?? []), change]);
  const list = [...calls.values()].flatMap((group): TableCall[] => {
    const [first] = group;
    return first ? [{ first, changes: group }] : [];
  });
  return list.toSorted(
    (a, b) =>
      descending(weight(a.first.monthly_usd), weight(b.first.monthly_usd)) ||
      descending(weight(a.first.per_call_usd), weight(b.first.per_call_usd)) ||
      (a.first.path < b.first.path ? -1 : a.first.path > b.first.path ? 1 : a.first.line - b.first.line),
  );
}

/** Tables of calls, one for each workload where there are several. */
export function tables(calls: readonly TableCall[], isMonthly: boolean, linkTo: LinkTo): string {
  const workloads = Map.groupBy(calls, ({ first }) => first.workload);
  if (workloads.size <= 1) return table(calls, isMonthly, linkTo);
  return [...workloads]
    .map(([workload, own]) => {
      const title = workload === null ? "Without a workload" : `Workload ${code(workload, 80)}`;
      return `#### ${title}${subtotal(own)}\n\n${table(own, isMonthly, linkTo)}`;
    })
    .join("\n\n");
}

function subtotal(calls: readonly TableCall[]): string {
  if (calls.some(({ first }) => first.volume?.share !== "own")) return "";
  const sum = sumUsd(calls.map(({ first }) => parseUsd(first.monthly_usd?.delta ?? "0")));
  return `: ${formatSigned(sum)}/mo`;
}

function table(calls: readonly TableCall[], isMonthly: boolean, linkTo: LinkTo): string {
  const head = ["Where", "What changed", "Per call", ...(isMonthly ? ["Per month"] : ["Per 1,000 calls"])];
  const rows = calls.map(({ first, changes }) => [
    linked(cellCode(placeText(first, 80)), linkTo(first.path, first.line, first.after === null ? "before" : "after")),
    changes.map(changeWords).join("<br>"),
    first.per_call_usd ? arrow(first.per_call_usd) : "unknown",
    isMonthly ? monthlyCell(first) : per1kCell(first),
  ]);
  return [head, [":--", ":--", "--:", "--:"], ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function monthlyCell(change: ReportChange): string {
  const { monthly_usd: monthly, monthly_at_most_usd: atMost, volume } = change;
  if (monthly) {
    const bound = volume?.share === "at-most" ? "at most " : "";
    return `${bound}${arrow(monthly)}${upTo(monthly, change.monthly_range_usd, 1n)}`;
  }
  return atMost ? `at most ${arrow(atMost)}` : "no volume";
}

function per1kCell({ per_call_usd: perCall, per_call_range_usd: range }: ReportChange): string {
  if (!perCall) return "unknown";
  return `${formatSigned(picoUsd(difference(perCall) * 1_000n))}${upTo(perCall, range, 1_000n)}`;
}

/** What changes nothing at the likely size may do so in the high case, as a cap that rises does. */
function upTo(likely: Pick<ReportAmounts, "before" | "after">, range: ReportCases | null, calls: bigint): string {
  if (range === null || difference(likely) !== 0n) return "";
  const most = picoUsd(difference(range.high) * calls);
  return most === 0n ? "" : `, up to ${formatSigned(most)}`;
}

function arrow({ before, after }: Pick<ReportAmounts, "before" | "after">): string {
  return `${formatUsd(parseUsd(before))} → ${formatUsd(parseUsd(after))}`;
}

function weight(amounts: Pick<ReportAmounts, "before" | "after"> | null): bigint {
  const delta = amounts ? difference(amounts) : 0n;
  return delta < 0n ? -delta : delta;
}

function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}

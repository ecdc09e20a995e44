import { formatUsd, subtractUsd, ZERO_USD, type PicoUsd } from "@runrate/core";
import type { SpendResult, SpendRow } from "@runrate/ledger";
import { leftColumn, rightColumn, text, tokens, usd } from "./answer-base.ts";
import type { AnswerColumn, AnswerRow, AnswerValue } from "./answer.ts";
import { UNATTRIBUTED } from "./explain-spend.ts";
import { NO_SPEND } from "./no-spend.ts";

/** Columns of spend by dimensions, named as `runrate query` names them. */
export function spendColumns(by: readonly string[], compared = false): AnswerColumn[] {
  const counts = ["requests", "input_tokens", "cached_input_tokens", "output_tokens", "usd"];
  const earlier = compared ? [rightColumn("earlier_usd", "before"), rightColumn("delta_usd", "difference")] : [];
  return [...by.map((name) => leftColumn(name)), ...counts.map((name) => rightColumn(name)), ...earlier];
}

/** The groups of the current period in its order, then those that only the earlier one has. */
export function spendRows(by: readonly string[], current: SpendResult, earlier: SpendResult | null): AnswerRow[] {
  const before = new Map(earlier?.rows.map((row) => [JSON.stringify(row.key), row.usd]));
  const present = current.rows.map((row) => {
    const was = before.get(JSON.stringify(row.key)) ?? ZERO_USD;
    before.delete(JSON.stringify(row.key));
    return rowOf(by, row, earlier && was);
  });
  const gone = (earlier?.rows ?? [])
    .filter(({ key }) => before.has(JSON.stringify(key)))
    .map((row) => rowOf(by, { ...row, ...NO_SPEND }, row.usd));
  return [...present, ...gone];
}

/** The groups that cost most, ties by name; a question for the top of something is one for the dearest. */
export function dearestRows(rows: readonly SpendRow[]): SpendRow[] {
  const name = (key: readonly (string | null)[]) => JSON.stringify(key);
  return rows.toSorted((a, b) => (a.usd === b.usd ? (name(a.key) < name(b.key) ? -1 : 1) : a.usd > b.usd ? -1 : 1));
}

/** "at least $5.15" where something has no price. */
export function spentText({ usd: amount, unpricedRequests }: Pick<SpendRow, "usd" | "unpricedRequests">): string {
  return `${unpricedRequests > 0n ? "at least " : ""}${formatUsd(amount)}`;
}

function rowOf(by: readonly string[], row: SpendRow, was: PicoUsd | null): AnswerRow {
  const { key, counts } = row;
  const names = by.map((name, index): [string, AnswerValue] => [name, text(key[index] ?? UNATTRIBUTED)]);
  // Groups none of whose requests could be priced have no amount, hence no difference either.
  const hasNoPrice = row.unpricedRequests > 0n && row.unpricedRequests === counts.requests;
  const delta: AnswerValue | null =
    was === null
      ? null
      : hasNoPrice
        ? { type: "unpriced" }
        : { type: "delta", usd: subtractUsd(row.usd, was), base: was };
  return {
    cells: {
      ...Object.fromEntries(names),
      requests: { type: "count", count: counts.requests, unit: "requests" },
      input_tokens: tokens(counts.inputTokens),
      cached_input_tokens: tokens(counts.cachedInputTokens),
      output_tokens: tokens(counts.outputTokens),
      usd: hasNoPrice ? { type: "unpriced" } : usd(row.usd, row.usdLow, row.usdHigh),
      ...(was === null || delta === null ? {} : { earlier_usd: usd(was), delta_usd: delta }),
    },
  };
}

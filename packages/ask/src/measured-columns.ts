import { leftColumn, rightColumn } from "./answer-base.ts";
import { measuredColumn } from "./measured-figure.ts";
import type { QueryOf } from "./query.ts";

type Query = QueryOf<"measure">;

/** The columns of a measured figure's table: its groups, what the figure is made of, the figure. */
export function columnsOf(query: Query, compared: boolean, hasDays: boolean) {
  const column = measuredColumn(query);
  const counts: Partial<Record<Query["of"], string[]>> = {
    usd: ["requests", "input_tokens", "cached_input_tokens", "output_tokens", "usd"],
    cached_share: ["input_tokens", "cached_input_tokens", "usd", column],
    usd_per_token: ["input_tokens", "output_tokens", "usd", column],
    tokens_per_request: ["requests", "input_tokens", "output_tokens", column],
    usd_per_request: ["requests", "usd", column, ...(query.each === 1 ? [PER_1000] : [])],
    usd_share: ["requests", "usd", column],
    input_tokens_per_request: ["requests", "input_tokens", column],
    output_tokens_per_request: ["requests", "output_tokens", column],
  };
  const own = counts[query.of] ?? [...(column === "requests" ? [] : ["requests"]), column, "usd"];
  return [
    ...query.by.map((name) => leftColumn(name, labelOf(name))),
    ...own.map((name) => rightColumn(name, labelOf(name))),
    ...(compared ? [rightColumn(`earlier_${column}`, "before")] : []),
    ...(hasDays ? [rightColumn("days"), rightColumn("usd_per_day", "a day")] : []),
  ];
}

/** Beside the mean of one request, which is often too small to tell two models apart by. */
export const PER_1000 = "usd_per_1000_requests";

const LABELS: Readonly<Record<string, string>> = {
  usd_per_request: "a request",
  tokens_per_request: "tokens a request",
  input_tokens_per_request: "input tokens a request",
  output_tokens_per_request: "output tokens a request",
  cached_share: "cached share",
  usd_share: "share",
};

/** What a column is called: "per 1,000 requests". */
export function labelOf(column: string): string {
  const label = LABELS[column];
  if (label !== undefined) return label;
  const [, each, unit] = /^usd_per_(\d+)_(requests|tokens)$/.exec(column) ?? [];
  if (each !== undefined) return `per ${Number(each).toLocaleString("en-US")} ${unit ?? ""}`;
  return column.replaceAll("_", " ");
}

import { hourOfWeek, picoUsd, UTC, weekday, type Span } from "@runrate/core";
import { querySpend, type LedgerReader, type SpendResult, type SpendRow } from "@runrate/ledger";
import type { QueryBucket, QueryDimension, QueryMeasuredGroup, QueryOf } from "./query.ts";
import { NO_SPEND } from "./no-spend.ts";
import { isBucket } from "./grammar/grouping-words.ts";

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/**
 * Usage in the groups that are asked for. Weekdays and hours of the day are put together from the days and the hours that the
 * ledger tells apart, in the zone of the question, so their sums are exact.
 */
export async function measuredRows(
  ledger: LedgerReader,
  { by, weekdays, where }: Pick<QueryOf<"measure">, "by" | "weekdays" | "where">,
  span: Span,
  zone: string,
): Promise<SpendResult> {
  const told = [...new Set(by.map(toldBy))];
  if (weekdays.length > 0 && !told.some((name) => name === "day" || name === "hour")) told.push("day");
  const result = await querySpend(ledger, { ...span, zone, by: told, where });
  if (weekdays.length === 0 && by.every((name) => name !== "weekday" && name !== "hour_of_day")) return result;
  const groups = new Map<string, SpendRow>();
  for (const row of result.rows) {
    const value = (name: QueryBucket | QueryDimension) => row.key[told.indexOf(name)] ?? null;
    const day = weekdayOf(value("day"), value("hour"), zone);
    if (weekdays.length > 0 && !weekdays.includes(day)) continue;
    const key = by.map((name) =>
      name === "weekday" ? String(day) : name === "hour_of_day" ? hourOfDay(value("hour"), zone) : value(name),
    );
    const name = JSON.stringify(key);
    const group = groups.get(name);
    groups.set(name, group === undefined ? { ...row, key } : added(group, row));
  }
  const rows = [...groups.values()];
  const total = rows.reduce(added, { ...NO_SPEND, key: [] });
  return { rows, total, unpricedModels: total.unpricedRequests > 0n ? result.unpricedModels : [] };
}

/** Whether groups follow each other in time, as far as that can be seen from what leads. */
export function isTimed(name: QueryMeasuredGroup | undefined): boolean {
  return name !== undefined && (name === "weekday" || name === "hour_of_day" || isBucket(name));
}

/** A group's name as people read it: "Monday" for 1. */
export function groupName(by: QueryMeasuredGroup | undefined, key: string): string {
  return by === "weekday" ? (WEEKDAYS[Number(key) - 1] ?? key) : key;
}

function toldBy(name: QueryMeasuredGroup): QueryBucket | QueryDimension {
  return name === "weekday" ? "day" : name === "hour_of_day" ? "hour" : name;
}

function weekdayOf(day: string | null, hour: string | null, zone: string): number {
  return day !== null ? weekday(Date.parse(`${day}T00:00:00Z`), UTC) : weekday(Date.parse(hour ?? ""), zone);
}

/** "13:00": the hour of the day in which an hour begins where the question is asked. */
function hourOfDay(hour: string | null, zone: string): string {
  return `${String(hourOfWeek(Date.parse(hour ?? ""), zone) % 24).padStart(2, "0")}:00`;
}

function added(a: SpendRow, b: SpendRow): SpendRow {
  return {
    key: a.key,
    counts: {
      requests: a.counts.requests + b.counts.requests,
      inputTokens: a.counts.inputTokens + b.counts.inputTokens,
      cachedInputTokens: a.counts.cachedInputTokens + b.counts.cachedInputTokens,
      cacheWriteTokens: a.counts.cacheWriteTokens + b.counts.cacheWriteTokens,
      outputTokens: a.counts.outputTokens + b.counts.outputTokens,
      reasoningTokens: a.counts.reasoningTokens + b.counts.reasoningTokens,
    },
    records: a.records + b.records,
    usd: picoUsd(a.usd + b.usd),
    usdLow: picoUsd(a.usdLow + b.usdLow),
    usdHigh: picoUsd(a.usdHigh + b.usdHigh),
    unpricedRequests: a.unpricedRequests + b.unpricedRequests,
  };
}

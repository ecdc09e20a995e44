import type { Query, QueryAgainst, QueryFilter, QueryPeriod } from "./query.ts";
import { dimensionWord } from "./grammar/dimensions.ts";

const MONTHS = "january february march april may june july august september october november december".split(" ");

/** A query as words that are parsed to the same query again; empty for the bare question. */
export function questionText(query: Query): string {
  switch (query.kind) {
    case "overview":
      return withZone(query.where.map(filterText).join(" "), query.zone);
    case "total":
      return withZone([periodText(query.period), ...query.where.map(filterText)].join(" "), query.zone);
    case "breakdown": {
      const top = query.top === null ? [] : [`top ${query.top}`];
      const by = `by ${query.by.join(" ")}`;
      return withZone([...top, periodText(query.period), by, ...query.where.map(filterText)].join(" "), query.zone);
    }
    case "compare": {
      const top = query.top === null ? [] : [`top ${query.top}`];
      const by = query.by === null ? [] : [`by ${query.by}`];
      const periods = `${periodText(query.period)} vs ${againstText(query.against)}`;
      return withZone([...top, ...by, ...query.where.map(filterText), periods].join(" "), query.zone);
    }
    case "run_cost":
      return [
        query.worstCase ? "worst case" : "",
        query.runs === 1 ? "" : `${query.runs} runs`,
        `${query.inputTokens} in`,
        query.cachedInputTokens === 0 ? "" : `${query.cachedInputTokens} cached`,
        `${query.outputTokens} out`,
        query.tier === "standard" ? "" : query.tier,
        `on ${query.models.join(" ")}`,
      ]
        .filter((part) => part !== "")
        .join(" ");
    default:
      return query.kind;
  }
}

function withZone(text: string, zone: string | null): string {
  return zone === null ? text : `${text} in ${zone}`.trim();
}

function periodText(period: QueryPeriod): string {
  switch (period.kind) {
    case "unit":
      if (period.unit === "day" && period.back < 2) return period.back === 0 ? "today" : "yesterday";
      return period.back === 0
        ? `this ${period.unit}`
        : period.back === 1
          ? `last ${period.unit}`
          : `${period.back} ${period.unit}s ago`;
    case "last":
      return `last ${period.count} ${period.unit}s`;
    case "month":
      return `${MONTHS[period.month - 1] ?? ""} ${period.year}`;
    case "quarter":
      return `Q${period.quarter} ${period.year}`;
    case "year":
      // Among other numbers a bare year would be read as a count.
      return `in ${period.year}`;
    case "days":
      return period.to === null ? `since ${period.from}` : `from ${period.from} to ${period.to}`;
    case "all":
      return "all time";
  }
}

function againstText(against: QueryAgainst): string {
  if (against.kind === "previous") return "previous";
  return against.kind === "year_before" ? "a year ago" : periodText(against);
}

function filterText({ dimension, values }: QueryFilter): string {
  return values
    .map((value) => `${dimensionWord(dimension)}:${value === null ? "unattributed" : `"${value}"`}`)
    .join(" ");
}

import type { Query, QueryDimension, QueryOf, QueryPeriod } from "@runrate/ask";

const THIS_MONTH: QueryPeriod = { kind: "unit", unit: "month", back: 0 };

type SpendQuery = QueryOf<
  "overview" | "total" | "breakdown" | "measure" | "compare" | "trend" | "forecast" | "why" | "what_if" | "optimise"
>;

/** A question about recorded spend, which has a period and filters that another one can take over. */
function isSpend(query: Query): query is SpendQuery {
  switch (query.kind) {
    case "overview":
    case "total":
    case "breakdown":
    case "measure":
    case "compare":
    case "trend":
    case "forecast":
    case "why":
    case "what_if":
    case "optimise":
      return true;
    default:
      return false;
  }
}

function periodOf(query: SpendQuery): QueryPeriod {
  if (query.kind === "overview") return THIS_MONTH;
  return query.kind === "forecast" ? { kind: "unit", unit: query.unit, back: 0 } : query.period;
}

/** Whether "why?" can be asked of a question's figure: "all time" has no period before it. */
export function canExplain(query: Query): boolean {
  return isSpend(query) && !["why", "what_if", "optimise"].includes(query.kind) && periodOf(query).kind !== "all";
}

export function canGroup(query: Query): boolean {
  return isSpend(query);
}

export function groupedBy(query: Query, dimension: QueryDimension): boolean {
  if (!("by" in query)) return false;
  return Array.isArray(query.by) ? query.by.some((name) => name === dimension) : query.by === dimension;
}

/** Why the figure of a question is what it is, against what it was compared with, else the period before. */
export function whyOf(query: Query): QueryOf<"why"> | undefined {
  if (!isSpend(query) || !canExplain(query)) return undefined;
  const against = query.kind === "compare" ? query.against : ({ kind: "previous" } as const);
  const by = query.kind === "compare" || query.kind === "trend" ? query.by : null;
  return { kind: "why", period: periodOf(query), where: query.where, zone: query.zone, against, by };
}

/** The same period and filters, by a dimension; a comparison and a "why" stay what they are. */
export function byOf(query: Query, dimension: QueryDimension): Query | undefined {
  if (!isSpend(query)) return undefined;
  if (query.kind === "compare" || query.kind === "why" || query.kind === "trend") return { ...query, by: dimension };
  if (query.kind === "measure") return { ...query, by: [dimension], top: null };
  const { where, zone } = query;
  return { kind: "breakdown", period: periodOf(query), where, zone, by: [dimension], top: null };
}

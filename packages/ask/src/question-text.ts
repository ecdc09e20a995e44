import { measuredWords } from "./grammar/measure-words.ts";
import { isBucket } from "./grammar/grouping-words.ts";
import { WEEKDAYS } from "./measured-rows.ts";
import type {
  Query,
  QueryAgainst,
  QueryBilledGroup,
  QueryBucket,
  QueryDimension,
  QueryFilter,
  QueryMeasuredGroup,
  QueryPeriod,
} from "./query.ts";
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
      const by = `by ${query.by.map(groupWord).join(" ")}`;
      return withZone([...top, periodText(query.period), by, ...query.where.map(filterText)].join(" "), query.zone);
    }
    case "measure":
      return measureText(query);
    case "billed": {
      const by = query.by.length === 0 ? "" : `by ${query.by.map(billedWord).join(" ")}`;
      return scoped("billed", query.top === null ? "" : `top ${query.top}`, periodText(query.period), by, query);
    }
    case "compare": {
      const top = query.top === null ? [] : [`top ${query.top}`];
      const by = query.by === null ? [] : [`by ${dimensionWord(query.by)}`];
      const periods = `${periodText(query.period)} vs ${againstText(query.against)}`;
      return withZone([...top, ...by, ...query.where.map(filterText), periods].join(" "), query.zone);
    }
    case "trend": {
      const by = query.by === null ? "" : `by ${dimensionWord(query.by)}`;
      return scoped("trend", query.bucket === null ? "" : `by ${query.bucket}`, by, periodText(query.period), query);
    }
    case "forecast":
      return scoped("forecast", query.unit === "month" ? "" : `this ${query.unit}`, query);
    case "why": {
      const by = query.by === null ? "" : `by ${dimensionWord(query.by)}`;
      return scoped("why", periodText(query.period), `vs ${againstText(query.against)}`, by, query);
    }
    case "what_if":
      return scoped(
        "what if",
        query.from === null ? "everything" : `from "${query.from}"`,
        query.to === null ? "" : `on "${query.to}"`,
        query.tier === null ? "" : `${query.tier} tier`,
        query.cachedPercent === null ? "" : `${query.cachedPercent}% cached`,
        periodText(query.period),
        query,
      );
    case "optimise":
      return scoped("savings", periodText(query.period), query);
    case "run_cost":
      return joined(
        query.worstCase ? "worst case" : "",
        query.runs === 1 ? "" : `${query.runs} runs`,
        callWords(query),
        `on ${query.models.join(" ")}`,
      );
    case "estimate":
      return joined(
        `estimate ${query.threads} threads`,
        `${query.runsPerDay} runs a day ${query.days} days`,
        callWords(query),
        storedWords(query),
        `on ${query.model}`,
      );
    case "growth":
      return joined(
        `growth ${query.threads} threads ${query.percentPerMonth}% a month ${query.months} months`,
        `${query.runsPerDay} runs a day`,
        callWords(query),
        storedWords(query),
        `on ${query.model}`,
      );
    case "conversation":
      return joined(
        `conversation of ${query.turns} turns ${query.instructionTokens} instructions`,
        `${query.messageTokens} message ${query.replyTokens} reply`,
        query.inputCap === null ? "" : `cap ${query.inputCap}`,
        query.cachedPercent === "0" ? "" : `${query.cachedPercent}% cached`,
        query.compression === null
          ? ""
          : `keep ${query.compression.keepTurns} summary ${query.compression.summaryTokens}`,
        query.tier === "standard" ? "" : query.tier,
        `on ${query.model}`,
      );
    case "storage": {
      const { of } = query;
      const what =
        of.kind === "threads"
          ? `storage of ${of.threads} threads ${of.tokensPerThread} tokens per thread`
          : `storage of ${of.gigabytes} GB ${of.freeGigabytes} GB free`;
      return joined(what, `${query.days} days`, query.rate === null ? "" : `at $${query.rate}`);
    }
    case "roi": {
      const cost = query.cost === null ? "" : `$${query.cost}`;
      const figures = joined("roi", cost, `${query.users} users ${query.interactionsPerUser} interactions`);
      return query.cost === null ? scoped(figures, periodText(query.period), query) : figures;
    }
    case "price":
      return joined(`price of ${query.model}`, query.on === null ? "" : `on ${query.on}`);
    case "models":
      return query.models.length > 0
        ? query.models.length === 1
          ? `tokens per dollar of ${query.models.join(" ")}`
          : `compare ${query.models.join(" and ")}`
        : joined(
            query.top === null
              ? ""
              : query.order === "cheapest"
                ? `cheapest ${query.top} models`
                : `list ${query.top} models`,
            query.top !== null ? "" : query.order === "cheapest" ? "cheapest models" : "list models",
            query.provider === null ? "" : `of ${query.provider}`,
          );
    case "budget":
      return query.named === null ? "budget" : `budget "${query.named}"`;
    case "fixed":
      return "fixed costs";
    case "help":
      return query.topic === null ? "help" : `help ${query.topic}`;
  }
}

function groupWord(name: QueryBucket | QueryDimension): string {
  return isBucket(name) ? name : dimensionWord(name);
}

function measureText(query: Extract<Query, { kind: "measure" }>): string {
  const { of, each, by, weekdays, order, top, period, against } = query;
  const isMean = of === "usd" && top === null && weekdays.length === 0 && !by.some((name) => RECURRING.has(name));
  const groups = by.map((name) => RECURRING.get(name) ?? (isGroup(name) ? groupWord(name) : name));
  return scoped(
    top === null ? "" : `${order === "lowest" ? "bottom" : "top"} ${top}`,
    isMean && by.length > 0 ? "average" : "",
    measuredWords(of, each),
    groups.length === 0 ? "" : groups.map((name) => `by ${name}`).join(" "),
    weekdays.length === 0 ? "" : weekdays.map((day) => `on ${WEEKDAYS[day - 1] ?? ""}s`).join(" "),
    periodText(period),
    against === null ? "" : `vs ${againstText(against)}`,
    query,
  );
}

/** What a calendar repeats, as a question says it. */
const RECURRING: ReadonlyMap<string, string> = new Map([
  ["weekday", "weekday"],
  ["hour_of_day", "hour of the day"],
]);

function isGroup(name: QueryMeasuredGroup): name is QueryBucket | QueryDimension {
  return !RECURRING.has(name);
}

function billedWord(name: QueryBilledGroup): string {
  return name === "line_item" ? "line item" : groupWord(name);
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

/** Words, then the filters and the zone of a question about recorded usage. */
function scoped(
  ...parts: readonly [...string[], Pick<Extract<Query, { kind: "forecast" }>, "where" | "zone">]
): string {
  const query = parts.at(-1);
  const words = parts.filter((part) => typeof part === "string");
  if (typeof query !== "object") return joined(...words);
  return withZone(joined(...words, ...query.where.map(filterText)), query.zone);
}

function callWords(
  query: Pick<Extract<Query, { kind: "estimate" }>, "inputTokens" | "cachedInputTokens" | "outputTokens" | "tier">,
): string {
  return joined(
    `${query.inputTokens} in`,
    query.cachedInputTokens === 0 ? "" : `${query.cachedInputTokens} cached`,
    `${query.outputTokens} out`,
    query.tier === "standard" ? "" : query.tier,
  );
}

function storedWords({ tokensPerThread }: { readonly tokensPerThread: number }): string {
  return tokensPerThread === 0 ? "" : `${tokensPerThread} tokens per thread`;
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

function filterText(filter: QueryFilter): string {
  const { dimension, values } = filter;
  return values
    .map(
      (value) =>
        `${"not" in filter ? "not " : ""}${dimensionWord(dimension)}:${value === null ? "unattributed" : `"${value}"`}`,
    )
    .join(" ");
}

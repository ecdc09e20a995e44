import { dayText, monthText, quarterText, type BudgetPeriod } from "@runrate/core";

/** A budget's period as people say it: "November 2026", "24 November 2026", "the week of 23 November 2026", "Q4 2026". */
export function periodText(period: BudgetPeriod, from: number, zone: string): string {
  switch (period) {
    case "day":
      return dayText(from, zone);
    case "week":
      return `the week of ${dayText(from, zone)}`;
    case "month":
      return monthText(from, zone);
    case "quarter":
      return quarterText(from, zone);
  }
}

/** Within which period, for a sentence: "in November 2026", "on 24 November 2026". */
export function withinText(period: BudgetPeriod, from: number, zone: string): string {
  return `${period === "day" ? "on" : "in"} ${periodText(period, from, zone)}`;
}

/** An instant in a zone, to the minute or the second: "24 Nov 2026, 16:48 (UTC)". */
export function instantText(at: number, zone: string, to: "minute" | "second" = "minute"): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(to === "second" ? { second: "2-digit" } : {}),
    hourCycle: "h23",
  }).format(at);
  return `${parts} (${zone})`;
}

import { dayName, monthName, type BudgetPeriod } from "@runrate/core";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A budget's period as people say it: "November 2026", "24 November 2026", "the week of 23 November 2026", "Q4 2026". */
export function periodText(period: BudgetPeriod, from: number, zone: string): string {
  const [year = "", month = "", day = ""] = dayName(from, zone).split("-");
  const name = MONTHS[Number(month) - 1] ?? month;
  switch (period) {
    case "day":
      return `${Number(day)} ${name} ${year}`;
    case "week":
      return `the week of ${Number(day)} ${name} ${year}`;
    case "month":
      return `${name} ${year}`;
    case "quarter":
      return `Q${Math.ceil(Number(monthName(from, zone).slice(5)) / 3)} ${year}`;
  }
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

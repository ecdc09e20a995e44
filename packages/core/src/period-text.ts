import { dayName } from "./period.ts";

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

/** The day that contains an instant, in a zone, as people write it: "24 November 2026". */
export function dayText(at: number, zone: string): string {
  return `${Number(dayName(at, zone).slice(8))} ${monthText(at, zone)}`;
}

/** The month that contains an instant, in a zone, as people write it: "November 2026". */
export function monthText(at: number, zone: string): string {
  const [year = "", month = ""] = dayName(at, zone).split("-");
  return `${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** The quarter that contains an instant, in a zone, as people write it: "Q4 2026". */
export function quarterText(at: number, zone: string): string {
  const [year = "", month = ""] = dayName(at, zone).split("-");
  return `Q${Math.ceil(Number(month) / 3)} ${year}`;
}

import { divideHalfEven, formatDelta, formatPercent, formatRate, formatTokens, formatUsd } from "@runrate/core";
import type { AnswerValue } from "./answer.ts";

/** A value other than a name as people read it, the same wherever it is shown: names are escaped by who shows them. */
export function valueText(value: Exclude<AnswerValue, { type: "text" | "none" }>): string {
  switch (value.type) {
    case "usd":
      return value.low === undefined || value.high === undefined || value.low === value.high
        ? formatUsd(value.usd)
        : `${formatUsd(value.usd)} (${formatUsd(value.low)} to ${formatUsd(value.high)})`;
    case "rate":
      return formatRate(value.usd);
    case "unpriced":
      return "no price";
    case "delta":
      return formatDelta(value.usd, value.base);
    case "count":
      return value.unit === "tokens" ? formatTokens(value.count) : value.count.toLocaleString("en-US");
    case "percent":
      return formatPercent(value.part, value.whole);
    case "instant":
      return instantText(value.at);
  }
}

/** part / whole in percent as a number for programs, to four digits after the point; null where there is no whole. */
export function percentNumber({ part, whole }: Extract<AnswerValue, { type: "percent" }>): number | null {
  return whole === 0n ? null : Number(divideHalfEven(part * 1_000_000n, whole)) / 10_000;
}

/** `2026-11-24 13:00 UTC`: minutes are enough for people, the zone always stands with it. */
export function instantText(at: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(at) ?? [];
  return day === undefined ? at : `${day} ${time} UTC`;
}

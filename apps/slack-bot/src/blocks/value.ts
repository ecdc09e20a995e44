import type { AnswerValue } from "@runrate/ask";
import { formatDelta, formatTokens, formatUsd } from "@runrate/core";
import { oneLine } from "./text.ts";

/** A value as people read it in Slack: plain text, not yet escaped. */
export function valueText(value: AnswerValue | undefined): string {
  switch (value?.type) {
    case "text":
      return oneLine(value.text);
    case "usd":
      return value.low === undefined || value.high === undefined || value.low === value.high
        ? formatUsd(value.usd)
        : `${formatUsd(value.usd)} (${formatUsd(value.low)} to ${formatUsd(value.high)})`;
    case "rate":
      return `$${value.usd}`;
    case "unpriced":
      return "no price";
    case "delta":
      return formatDelta(value.usd, value.base);
    case "count":
      return value.unit === "tokens" ? formatTokens(value.count) : value.count.toLocaleString("en-US");
    case "percent":
      return value.basisPoints === null ? "n/a" : percentText(value.basisPoints);
    case "instant":
      return instantText(value.at);
    case "none":
    case undefined:
      return "n/a";
  }
}

function percentText(basisPoints: bigint): string {
  const size = basisPoints < 0n ? -basisPoints : basisPoints;
  const hundredths = (size % 100n).toString().padStart(2, "0").replace(/0$/, "");
  return `${basisPoints < 0n ? "-" : ""}${(size / 100n).toLocaleString("en-US")}.${hundredths}%`;
}

/** `2026-11-24 13:00 UTC`: minutes are enough for people, the zone always stands with it. */
export function instantText(at: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(at) ?? [];
  return day === undefined ? at : `${day} ${time} UTC`;
}

import type { AnswerValue } from "@runrate/ask";
import { formatDelta, formatPercent, formatTokens, formatUsd } from "@runrate/core";
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
      return value.basisPoints === null ? "n/a" : formatPercent(value.basisPoints, 10_000n);
    case "instant":
      return instantText(value.at);
    case "none":
      return "–";
    case undefined:
      return "n/a";
  }
}

/** `2026-11-24 13:00 UTC`: minutes are enough for people, the zone always stands with it. */
export function instantText(at: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(at) ?? [];
  return day === undefined ? at : `${day} ${time} UTC`;
}

import { valueText as plainText, type AnswerValue } from "@runrate/ask";
import { oneLine } from "./text.ts";

/** A value as people read it in Slack: plain text, not yet escaped. */
export function valueText(value: AnswerValue | undefined): string {
  if (value === undefined) return "n/a";
  if (value.type === "none") return "–";
  return value.type === "text" ? oneLine(value.text) : plainText(value);
}

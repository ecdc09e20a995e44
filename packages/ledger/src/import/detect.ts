import { RunrateError } from "@runrate/core";
import { isBurstGptHeader } from "./burstgpt.ts";
import { delimiterOf } from "./csv-rows.ts";
import type { ImportFormat } from "./import-types.ts";
import { isSpendLogs } from "./litellm.ts";
import { isOtlp } from "./trace-documents.ts";

/** True for the beginning of a page (or a bucket) of OpenAI's usage or costs API. */
export function isOpenAiPage(head: string): boolean {
  return /^\s*[{[]\s*\{?\s*"object"\s*:\s*"(page|bucket)"/.test(head);
}

/**
 * Finds out the form of a text from its beginning.
 *
 * @param head the first lines, as far as they have been read
 * @throws RunrateError `unknown_format` when it is none that Runrate reads.
 */
export function detectFormat(head: string, name: string): ImportFormat {
  const text = head.trimStart();
  if (text.startsWith("{") || text.startsWith("[")) {
    if (isOpenAiPage(text)) {
      return /"organization\.costs\.result"/.test(text) ? "openai-costs" : "openai-usage";
    }
    if (isOtlp(text)) return "otlp";
    return isSpendLogs(text) ? "litellm" : "jsonl";
  }
  const header = (text.split("\n", 1)[0] ?? "").replace(/\r$/, "");
  const names = header.split(delimiterOf(header)).map((column) => column.replaceAll('"', ""));
  if (names.length > 1) return isBurstGptHeader(names) ? "burstgpt" : "csv";
  throw new RunrateError("unknown_format", `${name} is neither JSON lines, CSV nor a page of OpenAI's usage API`, {
    path: name,
    line: 1,
    text: header.slice(0, 80),
    hint: "Name the format with --format jsonl, csv, burstgpt, openai-usage, openai-costs, otlp or litellm.",
  });
}

import { RunrateError } from "@runrate/core";
import { EARLIEST, LATEST } from "./instant.ts";
import type { ContentIds } from "./content-id.ts";
import { readCount } from "./csv-row.ts";
import { nameFault, rejected, type RowOutcome } from "./row-outcome.ts";

/** The columns of a BurstGPT trace, in order; newer releases add the session and how long the call took. */
const COLUMNS = ["timestamp", "model", "request tokens", "response tokens", "total tokens", "log type"];

export function isBurstGptHeader(names: readonly string[]): boolean {
  const lower = names.map((name) => name.trim().toLowerCase());
  return (
    lower.includes("request tokens") &&
    lower.includes("response tokens") &&
    lower.includes("timestamp") &&
    lower.includes("model")
  );
}

/**
 * Reads rows of a BurstGPT trace: seconds since an epoch that the file does not name, model, request and response tokens.
 *
 * @throws RunrateError `epoch_needed` without an epoch; `bad_header` when a column is missing.
 */
export function burstGptRowReader(
  names: readonly string[],
  epoch: number | undefined,
  ids: ContentIds,
  source: string,
  file: string,
) {
  const lower = names.map((name) => name.trim().toLowerCase());
  const missing = COLUMNS.slice(0, 4).find((name) => !lower.includes(name));
  if (missing !== undefined) {
    throw new RunrateError("bad_header", `${file}: the header has no column "${missing}"`, {
      path: file,
      line: 1,
      hint: `A BurstGPT trace begins with ${COLUMNS.join(", ")}.`,
    });
  }
  if (epoch === undefined) {
    throw new RunrateError("epoch_needed", `${file} holds relative seconds: it does not say when it begins`, {
      path: file,
      hint: "Give the instant of second 0, such as --epoch 2026-10-25T00:00:00Z.",
    });
  }
  const [at, model, input, output, log, session] = [
    "timestamp",
    "model",
    "request tokens",
    "response tokens",
    "log type",
    "session id",
  ].map((name) => lower.indexOf(name));
  // A trace names few models, again and again.
  const soundNames = new Set<string>();
  const modelFault = (name: string): string | undefined => {
    if (soundNames.has(name)) return undefined;
    const fault = name === "" ? "no model" : nameFault("model", name);
    if (fault === undefined && soundNames.size < 100) soundNames.add(name);
    return fault;
  };
  const tagSets = new Map<string, Readonly<Record<string, string>>>();
  const tagsOf = (text: string): Readonly<Record<string, string>> => {
    let tags = tagSets.get(text);
    if (tags === undefined) {
      tags = text === "" ? {} : { log_type: text };
      if (tagSets.size < 100) tagSets.set(text, tags);
    }
    return tags;
  };
  return (fields: readonly string[], line: number, content: string): RowOutcome => {
    if (fields.length !== names.length) return rejected(`${fields.length} fields where the header has ${names.length}`);
    const instant = epoch + readSeconds(fields[at ?? -1] ?? "");
    if (Number.isNaN(instant)) return rejected("the timestamp is not a number of seconds");
    if (instant < EARLIEST || instant >= LATEST) return rejected("the instant is outside 2020 to 2100");
    const name = fields[model ?? -1] ?? "";
    const fault = modelFault(name);
    if (fault !== undefined) return rejected(fault);
    const inputTokens = readCount("input_tokens", fields[input ?? -1] ?? "");
    if (typeof inputTokens === "string") return rejected(inputTokens);
    const outputTokens = readCount("output_tokens", fields[output ?? -1] ?? "");
    if (typeof outputTokens === "string") return rejected(outputTokens);
    const tag = fields[log ?? -1] ?? "";
    const tagFault = tagSets.has(tag) ? undefined : nameFault("log type", tag);
    if (tagFault !== undefined) return rejected(tagFault);
    const conversation = fields[session ?? -1] ?? "";
    return {
      kind: "record",
      record: {
        id: ids.of(line, content),
        at: instant,
        model: name,
        serviceTier: "standard",
        usage: { inputTokens, outputTokens },
        requests: 1,
        ...(conversation === "" ? {} : { conversation: conversation.slice(0, 512) }),
        tags: tagsOf(tag),
        source,
      },
    };
  };
}

/** Decimal seconds as whole milliseconds, cut off; NaN for anything else. */
function readSeconds(text: string): number {
  if (text.length <= 10 && isDigits(text)) return Number(text) * 1_000;
  const match = /^(\d{1,10})(?:\.(\d*))?$/.exec(text);
  if (!match) return Number.NaN;
  return Number(match[1]) * 1_000 + (match[2] === undefined ? 0 : Number(match[2].padEnd(3, "0").slice(0, 3)));
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return text !== "";
}

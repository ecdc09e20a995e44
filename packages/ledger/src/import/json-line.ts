import { rejected, type RowOutcome } from "./row-outcome.ts";

/** Reads one line of JSON; what is not JSON is rejected with the parser's reason. */
export function readJsonLine(text: string, read: (json: unknown) => RowOutcome): RowOutcome {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120) : "unreadable";
    return rejected(`not JSON: ${reason}`);
  }
  return read(json);
}

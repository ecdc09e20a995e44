import { answerJson, askQuestion, type Answer, type AnswerValue } from "@runrate/ask";
import { formatDelta, formatUsd, UTC } from "@runrate/core";
import { renderColumns } from "../columns.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedger } from "../ledger.ts";
import { pricesOf } from "../prices.ts";
import type { CommandResult } from "../terminal.ts";

/** `runrate ask` (DESIGN.md, Interfaces): the questions of `/cost`. What is not understood is a "no" with what could be asked. */
export async function ask(
  words: readonly string[],
  _options: unknown,
  context: CommandContext,
): Promise<CommandResult> {
  const { catalogue, aliases } = pricesOf(context);
  const zone = configurationOf(context).timezone ?? UTC;
  const answer = await withLedger(context, (ledger) => {
    const asked = {
      ledger,
      catalogue,
      aliases,
      now: context.now,
      zone,
      basis: catalogue.basis,
      priceDate: catalogue.as_of,
    };
    return askQuestion(words.join(" "), asked);
  });
  return "reason" in answer ? notUnderstood(answer) : { text: renderAnswer(answer), json: answerJson(answer) };
}

function notUnderstood(answer: { readonly reason: string; readonly suggestions: readonly string[] }): CommandResult {
  const examples = answer.suggestions.map((suggestion) => `  ${printable(suggestion)}`);
  return {
    isNo: true,
    text: [printable(answer.reason), ...(examples.length === 0 ? [] : ["You can ask:"]), ...examples].join("\n"),
    json: { kind: "not_understood", reason: answer.reason, suggestions: answer.suggestions },
  };
}

function renderAnswer(answer: Answer): string {
  const columns = answer.columns.map(({ label, align }) => ({ heading: label, align }));
  const rows = answer.rows.map(({ cells }) => answer.columns.map(({ name }) => shown(cells[name])));
  const unpriced = answer.unpriced.requests;
  const lines = [
    printable(answer.headline),
    ...(rows.length === 0 ? [] : ["", renderColumns(columns, rows), ""]),
    ...(unpriced === 0n
      ? []
      : [
          `${unpriced.toLocaleString("en-US")} requests have no price (${answer.unpriced.models.map(printable).join(", ")})`,
        ]),
    ...[...answer.warnings, ...answer.assumptions].map(printable),
    `${answer.basis ?? "list"} prices of ${answer.priceDate ?? "?"}${answer.dataThrough === null ? "" : `, data through ${answer.dataThrough}`}`,
  ];
  return lines.join("\n");
}

function shown(value: AnswerValue | undefined): string {
  switch (value?.type) {
    case "text":
      return printable(value.text);
    case "usd":
      return formatUsd(value.usd);
    case "unpriced":
      return "no price";
    case "delta":
      return formatDelta(value.usd, value.base);
    case "count":
      return value.count.toLocaleString("en-US");
    case "instant":
      return value.at;
    case "percent":
    case undefined:
      return "n/a";
  }
}

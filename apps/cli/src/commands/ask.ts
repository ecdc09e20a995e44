import { answerJson, askContext, askQuestion, type Answer, type AskContext } from "@runrate/ask";
import type { LedgerReader } from "@runrate/ledger";
import { answerText } from "../answer-text.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { refuseNamed, withLedgerOrNone } from "../ledger.ts";
import { pricesOf } from "../prices.ts";
import { refuseEatenAmounts } from "../shell-amount.ts";
import type { CommandResult } from "../terminal.ts";

/** `runrate ask` (DESIGN.md, Interfaces): the questions of `/cost`. What is not understood is a "no" with what could be asked. */
export async function ask(
  words: readonly string[],
  _options: unknown,
  context: CommandContext,
): Promise<CommandResult> {
  refuseEatenAmounts(words);
  const answer = await withLedgerOrNone(context, async (ledger, missing) => {
    const found = await askQuestion(questionOf(words), questionContext(ledger, context));
    // Prices and calculators need no ledger.
    if (isAboutUsage(found)) refuseNamed(missing, context);
    return found;
  });
  return {
    text: answerText(answer, context.style),
    json: answerJson(answer),
    isNo: answer.kind === "not_understood",
  };
}

function isAboutUsage({ kind, period }: Answer): boolean {
  return period !== null || kind === "budget";
}

/** The words as one question. A value that the shell had in quotes (`project:"My App"`) gets them back. */
function questionOf(words: readonly string[]): string {
  if (words.length < 2) return words.join(" ");
  return words.map((word) => word.replace(/^([\w.]{1,40}[:=])([^"]*\s[^"]*)$/, '$1"$2"')).join(" ");
}

/** What a question is asked of: a ledger, with the prices and the configuration of the command line. */
export function questionContext(ledger: LedgerReader, context: CommandContext): AskContext {
  const { catalogue, aliases } = pricesOf(context);
  return askContext({ ledger, catalogue, aliases, now: context.now, config: configurationOf(context) });
}

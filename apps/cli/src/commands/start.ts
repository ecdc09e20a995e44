import { answerJson, askQuestion, type Answer } from "@runrate/ask";
import { answerText } from "../answer-text.ts";
import type { CommandContext } from "../context.ts";
import type { CommandOutcome } from "../program/define.ts";
import { isInteractive, promptQuestions } from "../start/prompt.ts";
import { openSampleLedger, type SampleLedger } from "../start/sample-ledger.ts";
import { sampleConfigPath } from "../start/sample.ts";
import { questionContext } from "./ask.ts";

interface StartOptions {
  readonly check?: boolean;
}

const QUESTIONS = ["", "by model this month vs last", "why", "forecast"] as const;

/** `runrate start`, which is `npm start`: the sample in a ledger of its own, four questions answered from it, then a prompt. */
export async function start(
  _args: readonly string[],
  { check = false }: StartOptions,
  context: CommandContext,
): Promise<CommandOutcome> {
  const options = { ...context.options, config: context.options.config ?? sampleConfigPath() };
  const own: CommandContext = { ...context, options };
  await using sample = await openSampleLedger(own);
  const answers: Answer[] = [];
  for (const question of QUESTIONS) answers.push(await askQuestion(question, questionContext(sample.ledger, own)));
  const text = [
    introduction(sample),
    ...answers.map(
      (answer, index) => `> /cost ${QUESTIONS[index] ?? ""}`.trimEnd() + `\n${answerText(answer, own.style)}`,
    ),
  ].join("\n\n");
  if (check || context.json || !isInteractive(context.terminal)) return { text, json: answers.map(answerJson) };
  const { stdout } = context.terminal;
  stdout.write(
    `${text}\n\nAsk anything: \`help\` shows every question, \`exit\` ends. Elsewhere: runrate ask why --ledger ${sample.url}\n`,
  );
  await promptQuestions(context.terminal, async (question) =>
    answerText(await askQuestion(question, questionContext(sample.ledger, own)), own.style),
  );
  return "yes";
}

function introduction({ records }: SampleLedger): string {
  const loaded = records === 0 ? "The sample" : `A sample of ${records.toLocaleString("en-US")} calls`;
  return `${loaded}: the token counts are recorded ones, the applications, models and times are made up (sample/README.md).`;
}

import { answerJson, askAfter, askQuestion, type Answer, type Query } from "@runrate/ask";
import { RunrateError } from "@runrate/core";
import { answerText } from "../answer-text.ts";
import { wholeArgument } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { withEnvFile } from "../env-file.ts";
import type { CommandOutcome } from "../program/define.ts";
import { startPage } from "../start/page.ts";
import { isInteractive, promptQuestions } from "../start/prompt.ts";
import { openSampleLedger, type SampleLedger } from "../start/sample-ledger.ts";
import { sampleConfigPath } from "../start/sample.ts";
import { endOfInput, untilStopped } from "../until-stopped.ts";
import { questionContext } from "./ask.ts";

interface StartOptions {
  readonly check?: boolean;
  readonly port?: string;
  readonly speed?: string;
}

const QUESTIONS = ["", "by model this month vs last", "why", "forecast"] as const;
/** An hour of the sample passes in a second: a week in three minutes. */
const DEFAULT_SPEED = "3600";

/**
 * `runrate start`, which is `npm start`. With Slack tokens, in the environment or `.env`: the bot. Without: the sample in a ledger
 * of its own, four questions answered from it, and a page that is a Slack with the bot in it; in a terminal a prompt as well.
 * `--check`, or standard input at its end, prints the answers and ends.
 */
export async function start(
  _args: readonly string[],
  { check = false, port = "0", speed = DEFAULT_SPEED }: StartOptions,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { terminal } = context;
  const env = withEnvFile(terminal.env, context.folder);
  if (!check && (env["SLACK_BOT_TOKEN"] ?? "") !== "") {
    const { serve } = await import("./serve.ts");
    return await serve([], port === "0" ? {} : { port }, context);
  }
  const page = { port: portOf(port), speed: wholeArgument(speed, "--speed") };
  const options = { ...context.options, config: context.options.config ?? sampleConfigPath() };
  const own: CommandContext = { ...context, options, terminal: { ...terminal, env } };
  const isTerminal = isInteractive(terminal);
  const input = check || context.json || isTerminal ? undefined : endOfInput(terminal.stdin);
  await using sample = await openSampleLedger(own);
  const answers: Answer[] = [];
  for (const question of QUESTIONS) answers.push(await askQuestion(question, questionContext(sample.ledger, own)));
  const text = [
    introduction(sample),
    ...answers.map(
      (answer, index) => `> /cost ${QUESTIONS[index] ?? ""}`.trimEnd() + `\n${answerText(answer, own.style)}`,
    ),
  ].join("\n\n");
  if (check || context.json || (await input?.isOver()) === true) return { text, json: answers.map(answerJson) };
  const { stdout } = terminal;
  stdout.write(`${text}\n`);
  await using running = await startPage(own, { ledgerUrl: sample.url, ...page });
  stdout.write(`\nSlack in the browser: ${running.url}\n${aboutPage(page.speed)}\n`);
  if (!isTerminal) {
    await Promise.race([untilStopped(running), input?.ended]);
    return "yes";
  }
  stdout.write(
    `\nHere: \`help\` shows every question, \`exit\` ends. Elsewhere: runrate ask why --ledger ${sample.url}\n`,
  );
  let earlier: Query | null = null;
  await promptQuestions(context.terminal, async (question) => {
    const { answer, query } = await askAfter(question, earlier, questionContext(sample.ledger, own));
    earlier = query;
    return answerText(answer, own.style);
  });
  return "yes";
}

function introduction({ records }: SampleLedger): string {
  const loaded = records === 0 ? "The sample" : `A sample of ${records.toLocaleString("en-US")} calls`;
  return `${loaded}: the token counts are recorded ones, the applications, models and times are made up (sample/README.md).`;
}

function aboutPage(speed: number): string {
  const pace =
    speed === 0
      ? "the sample stands still"
      : `${Math.max(1, Math.round(speed / 60))} minutes of the sample pass in a second`;
  return `There, type \`/cost\` or \`@runrate\` and press the buttons; ${pace}, and budgets alert as they do in Slack.`;
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new RunrateError("bad_argument", `--port is "${text}", which is no port`, {
    hint: "Give a port from 0 to 65535.",
  });
}

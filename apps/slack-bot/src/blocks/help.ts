import type { Answer } from "@runrate/ask";
import type { Outgoing } from "../bot.ts";
import type { MessageBlock } from "./block.ts";
import { escapeText, oneLine, section } from "./text.ts";
import { valueText } from "./value.ts";

/** What the Slack bot does beyond questions, in the form of the help's own lines. */
const IN_SLACK: readonly (readonly [string, string])[] = [
  [
    "/cost budget set $1000 month alert 50 80 100",
    "a budget that alerts in this channel; also `for model:gpt-4o in #channel`",
  ],
  ["/cost budget", "all budgets; `budget delete <n>`, `budget raise <n> <amount>`, `budget test`"],
  ["@runrate and by project?", "in a thread: the same period and filters, asked on"],
];

/** Every question with an example, a section for each topic. */
export function renderHelp({ headline, rows }: Answer): Outgoing {
  const topics = new Map<string, string[]>();
  for (const { cells } of rows) {
    const topic = valueText(cells["topic"]);
    const question = valueText(cells["question"]);
    const command = question === "(nothing)" ? "/cost" : `/cost ${question}`;
    topics.set(topic, [...(topics.get(topic) ?? []), line(command, valueText(cells["answers"]))]);
  }
  const isAll = topics.size > 1;
  const blocks: MessageBlock[] = [
    section(`*${escapeText(headline)}*`),
    ...[...topics].map(([topic, lines]) => section(`*${escapeText(topic)}*\n${lines.join("\n")}`)),
    ...(isAll
      ? [section(`*in Slack*\n${IN_SLACK.map(([command, answers]) => line(command, answers)).join("\n")}`)]
      : []),
  ];
  return { text: `${escapeText(headline)} /cost help`, blocks };
}

function line(command: string, answers: string): string {
  return `• \`${escapeText(oneLine(command).replaceAll("`", "'"))}\`  ${escapeText(oneLine(answers))}`;
}

import type { Outgoing } from "../bot.ts";
import { askButtons } from "./answer-actions.ts";
import { cut, escapeText, mrkdwn, oneLine } from "./text.ts";

/** What was not understood, and the nearest questions that would be. */
export interface Misunderstood {
  readonly reason: string;
  readonly suggestions: readonly string[];
}

/** Says what was not understood, with what can be asked instead as buttons. Pure. */
export function renderNotUnderstood({ reason, suggestions }: Misunderstood): Outgoing {
  const said = escapeText(cut(oneLine(reason), 500));
  const examples = suggestions.slice(0, 5).map((each) => escapeText(cut(oneLine(each), 200).replaceAll("`", "'")));
  const buttons = askButtons(suggestions);
  return {
    text: cut(
      `I did not understand that: ${said}${examples.length === 0 ? "" : `${/[.?!]$/.test(said) ? "" : "."} You can ask: ${examples.join("; ")}`}`,
      2_000,
    ),
    blocks: [
      { type: "section", text: mrkdwn(`I did not understand that: ${said}`) },
      ...(examples.length === 0
        ? []
        : [
            {
              type: "section" as const,
              text: mrkdwn(`You can ask:\n${examples.map((each) => `• \`/cost ${each}\``).join("\n")}`),
            },
          ]),
      ...(buttons === undefined ? [] : [buttons]),
      { type: "context", elements: [mrkdwn("`/cost help` shows every question with an example.")] },
    ],
  };
}

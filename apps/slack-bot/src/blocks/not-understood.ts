import type { NotUnderstood } from "@runrate/ask";
import type { Outgoing } from "../bot.ts";
import { cut, escapeText, mrkdwn, oneLine } from "./text.ts";

/** What was not understood, and the nearest questions that would be. */
export function renderNotUnderstood({ reason, suggestions }: NotUnderstood): Outgoing {
  const said = cut(oneLine(reason), 500);
  const examples = suggestions.slice(0, 5).map((each) => cut(oneLine(each), 200).replaceAll("`", "'"));
  const list = examples.map((each) => `• \`/cost ${escapeText(each)}\``).join("\n");
  const lead = `I did not understand that: ${escapeText(said)}`;
  return {
    text: `I did not understand that: ${escapeText(said)}${examples.length === 0 ? "" : `. You can ask: ${examples.map(escapeText).join("; ")}`}`,
    blocks: [
      { type: "section", text: mrkdwn(lead) },
      ...(list === "" ? [] : [{ type: "section" as const, text: mrkdwn(`You can ask:\n${list}`) }]),
      { type: "context", elements: [mrkdwn("`/cost help` shows every question with an example.")] },
    ],
  };
}

import type { Answer } from "@runrate/ask";
import type { Outgoing } from "../bot.ts";
import type { MessageBlock } from "./block.ts";
import { cut, escapeName, escapeText, mrkdwn, oneLine } from "./text.ts";
import { answerTable } from "./table.ts";
import { instantText, valueText } from "./value.ts";

/** An answer as a message: the verdict, key fields, a chart, a table, and what the figures may be trusted for. Pure. */
export function renderAnswer(answer: Answer): Outgoing {
  const headline = cut(oneLine(answer.headline), 600);
  const blocks: MessageBlock[] = [{ type: "section", text: mrkdwn(`*${escapeName(headline)}*`) }];
  if (answer.fields.length > 0) {
    const fields = answer.fields
      .slice(0, 10)
      .map(({ label, value }) => mrkdwn(`*${escapeName(cut(label, 80))}*\n${escapeName(cut(valueText(value), 200))}`));
    blocks.push({ type: "section", fields });
  }
  blocks.push(...answerTable(answer));
  blocks.push({ type: "context", elements: [mrkdwn(contextLine(answer))] });
  return { text: escapeText(headline), blocks };
}

function contextLine({ basis, priceDate, dataThrough, unpriced, warnings, assumptions }: Answer): string {
  const parts = [
    ...(dataThrough === null ? [] : [`Data through ${instantText(dataThrough)}`]),
    ...(priceDate === null ? [] : [`${basis ?? "list"} prices of ${priceDate}`]),
    ...(unpriced.requests === 0n ? [] : [`${unpriced.requests.toLocaleString("en-US")} requests without a price`]),
    ...warnings,
    ...assumptions,
  ];
  return cut(escapeName(parts.join(" · ")), 2_000);
}

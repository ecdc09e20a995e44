import type { Outgoing } from "../bot.ts";
import { escapeText } from "./text.ts";
import { slackErrorCode } from "../slack/slack-error.ts";
import type { MessageBlock } from "./block.ts";

/** True when Slack refused a message for its blocks. */
export function isInvalidBlocks(error: unknown): boolean {
  const code = slackErrorCode(error);
  return code === "invalid_blocks" || code === "invalid_blocks_format";
}

/** The same message for a workspace that refuses its blocks, plainer each time: without the chart, with the table as text, bare. */
export function plainer(message: Outgoing): readonly Outgoing[] {
  const { text, blocks } = message;
  if (blocks === undefined) return [];
  const forms: MessageBlock[][] = [
    blocks.filter(({ type }) => type !== "data_visualization"),
    blocks.flatMap((block) => (block.type === "data_visualization" ? [] : [tableAsText(block)])),
  ];
  return [...forms.map((form) => ({ text, blocks: form })), { text }];
}

function tableAsText(block: MessageBlock): MessageBlock {
  if (block.type !== "data_table") return block;
  const rows = block.rows.map((row) => row.map((cell) => ("text" in cell ? String(cell.text ?? "") : "")));
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  // A fence inside would end the block: it cannot be escaped, so it is taken out.
  const text = lines.join("\n").replaceAll("```", "'''");
  return { type: "section", text: { type: "mrkdwn", text: `\`\`\`${escapeText(text).slice(0, 2_900)}\`\`\`` } };
}

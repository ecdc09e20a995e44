import { instantText, type Answer } from "@runrate/ask";
import type { Outgoing } from "../bot.ts";
import { answerActions, type Asked } from "./answer-actions.ts";
import type { MessageBlock } from "./block.ts";
import { answerChart } from "./chart.ts";
import { renderHelp } from "./help.ts";
import { answerTable } from "./table.ts";
import { cut, escapeName, escapeSentence, mrkdwn, oneLine } from "./text.ts";
import { valueText } from "./value.ts";

/** What stands around an answer. */
export interface AnswerFrame {
  /** Its question, for the buttons; absent: no buttons. */
  readonly asked?: Asked;
  /** One line over the answer, in mrkdwn, such as who shared it. */
  readonly lead?: string;
  /** Further lines of the small print, plain: how the words were understood, what the channel may see. */
  readonly notes?: readonly string[];
}

/** Slack refuses a message somewhere above 13,000 characters of blocks: stay well under it. */
const MOST_CHARACTERS = 11_500;
/** Escaped it may be five times as long, and a section takes 3,000. */
const MOST_HEADLINE = 500;

/** An answer as a message: the verdict, key fields, a chart, a table, what the figures may be trusted for, and what can be done next. Pure. */
export function renderAnswer(answer: Answer, frame: AnswerFrame = {}): Outgoing {
  if (answer.kind === "help") return renderHelp(answer);
  const headline = cut(oneLine(answer.headline) || "An answer", MOST_HEADLINE);
  const text = escapeSentence(headline);
  const chart = answerChart(answer);
  for (const { rows, withChart, noteLength } of SIZES) {
    const blocks: MessageBlock[] = [
      ...(frame.lead === undefined ? [] : [contextBlock(frame.lead)]),
      { type: "section", text: mrkdwn(`*${text}*`) },
      ...fieldBlocks(answer),
      ...(withChart && chart ? [chart] : []),
      ...answerTable(answer, rows),
      ...smallPrint(answer, frame.notes ?? [], noteLength),
      ...(frame.asked ? [answerActions(answer, frame.asked)].filter((block) => block !== undefined) : []),
    ];
    if (JSON.stringify(blocks).length <= MOST_CHARACTERS) return { text, blocks };
  }
  return { text, blocks: [{ type: "section", text: mrkdwn(`*${text}*`) }] };
}

/** What is given up first where an answer is too long: rows, then the chart, then notes. */
const SIZES = [
  { rows: 10, withChart: true, noteLength: 1_500 },
  { rows: 5, withChart: true, noteLength: 1_000 },
  { rows: 5, withChart: false, noteLength: 500 },
  { rows: 0, withChart: false, noteLength: 300 },
] as const;

const MOST_FIELDS = 10;

function fieldBlocks({ fields }: Answer): MessageBlock[] {
  const shown = fields.filter(({ value }) => value.type !== "none").slice(0, MOST_FIELDS);
  if (shown.length === 0) return [];
  return [
    {
      type: "section",
      fields: shown.map(({ label, value }) =>
        mrkdwn(
          `*${escapeName(cut(capital(oneLine(label)), 60)) || "–"}*\n${escapeName(cut(valueText(value), 200)) || "–"}`,
        ),
      ),
    },
  ];
}

/** With a capital, unless it begins with a name. */
function capital(text: string): string {
  return /^[a-z]+(?=[ ,:]|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** What the figures may be trusted for: how far the data reach, which prices, what has none; then warnings, assumptions and notes. */
function smallPrint(answer: Answer, notes: readonly string[], most: number): MessageBlock[] {
  const { basis, priceDate, dataThrough, coverage, warnings, assumptions } = answer;
  const excluded = coverage
    .filter(({ included }) => !included)
    .map(({ source, provider }) => `${source} (${provider})`);
  const trust = [
    ...(dataThrough === null ? [] : [`Data through ${instantText(dataThrough)}`]),
    ...(basis === null
      ? []
      : [basis === "billed" ? "as billed" : `${basis} prices${priceDate === null ? "" : ` of ${priceDate}`}`]),
    ...unpricedText(answer),
    ...(excluded.length === 0 ? [] : [`not included: ${excluded.join(", ")}`]),
  ];
  const lines = [
    ...warnings.map((line) => `:warning: ${escapeSentence(line)}`),
    ...(trust.length === 0 ? [] : [trust.map(escapeName).join(" · ")]),
    ...[...assumptions, ...notes].map((line) => escapeSentence(capital(line))),
  ];
  return lines.length === 0 ? [] : [contextBlock(cut(lines.join("\n"), most))];
}

/** How much has no price: the share where the requests are counted too. */
function unpricedText({ unpriced, fields }: Answer): string[] {
  if (unpriced.requests === 0n) return [];
  const all = fields.find(({ name }) => name === "requests")?.value;
  const share =
    all?.type === "count" && all.count > 0n
      ? `${percent(unpriced.requests, all.count)} of the requests`
      : `${unpriced.requests.toLocaleString("en-US")} ${unpriced.requests === 1n ? "request" : "requests"}`;
  return [`no price for ${share} (${cut(unpriced.models.map(oneLine).join(", "), 200)})`];
}

function percent(part: bigint, whole: bigint): string {
  const permille = (part * 1_000n + whole - 1n) / whole;
  return `${permille / 10n}.${permille % 10n}%`;
}

function contextBlock(text: string): MessageBlock {
  return { type: "context", elements: [mrkdwn(text)] };
}

import {
  compilePricer,
  formatTokens,
  formatUsd,
  picoUsd,
  priceConversation,
  toDecimal,
  type ConversationCost,
  type ConversationPlan,
} from "@runrate/core";
import { wholeArgument } from "../arguments.ts";
import { renderColumns } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { pricesOf } from "../prices.ts";
import type { CommandResult } from "../terminal.ts";
import { tierOption } from "../tier.ts";
import { unpricedError } from "../unpriced.ts";

interface ConversationOptions {
  readonly model: string;
  readonly turns: string;
  readonly instructions?: string;
  readonly message: string;
  readonly reply: string;
  readonly cap?: string;
  readonly cachedPercent?: string;
  readonly keepTurns?: string;
  readonly summary?: string;
  readonly summariseAfter?: string;
  readonly tier?: string;
}

const COLUMNS = ["turn", "input", "cached", "output", "cost", "so far"].map(
  (heading) => ({ heading, align: "right" }) as const,
);
const SHOWN_TURNS = 20;

/** `runrate conversation` (SPEC.md, section 4): what N turns cost that each re-send the instructions and the history. */
export function conversation(
  _args: readonly string[],
  options: ConversationOptions,
  context: CommandContext,
): CommandResult {
  const { catalogue, aliases } = pricesOf(context);
  const call = { model: options.model, serviceTier: tierOption(options.tier), at: context.now };
  const cost = priceConversation(compilePricer(catalogue, aliases), planOf(options), call);
  if (cost.kind === "unpriced") throw unpricedError(cost);
  return { text: render(cost, options.model), json: conversationJson(cost, options.model) };
}

function planOf(options: ConversationOptions): ConversationPlan {
  const { keepTurns, summary, summariseAfter, cap, cachedPercent } = options;
  const compression =
    keepTurns === undefined && summary === undefined
      ? undefined
      : {
          keepTurns: wholeArgument(keepTurns ?? "3", "--keep-turns"),
          summaryTokens: wholeArgument(summary ?? "500", "--summary"),
          ...(summariseAfter === undefined ? {} : { afterTurns: wholeArgument(summariseAfter, "--summarise-after") }),
        };
  return {
    turns: wholeArgument(options.turns, "--turns"),
    instructionTokens: wholeArgument(options.instructions ?? "0", "--instructions"),
    messageTokens: wholeArgument(options.message, "--message"),
    replyTokens: wholeArgument(options.reply, "--reply"),
    ...(cap === undefined ? {} : { inputCap: wholeArgument(cap, "--cap") }),
    ...(cachedPercent === undefined ? {} : { cachedPercent: cachedPercent.replace(/%$/, "") }),
    ...(compression === undefined ? {} : { compression }),
  };
}

function render(cost: ConversationCost, model: string): string {
  let soFar = 0n;
  const rows = cost.turns.map(({ turn, usage, usd, summaryUsd }) => {
    soFar += usd + summaryUsd;
    return [
      String(turn),
      ...[usage.inputTokens, usage.cachedInputTokens, usage.outputTokens].map((tokens) =>
        tokens.toLocaleString("en-US"),
      ),
      formatUsd(usd),
      toUsd(soFar),
    ];
  });
  const shown = rows.length <= SHOWN_TURNS ? rows : [...rows.slice(0, SHOWN_TURNS - 1), ...rows.slice(-1)];
  const dropped = cost.turns.at(-1)?.droppedMessages ?? 0;
  const [turns, input, cached] = [cost.turns.length, cost.inputTokens, cost.cachedInputTokens];
  return [
    renderColumns(COLUMNS, shown),
    ...(rows.length > SHOWN_TURNS ? [`turns ${SHOWN_TURNS} to ${turns - 1} are not shown (--json has them all)`] : []),
    `${turns} turns on ${printable(model)}: ${formatUsd(cost.total)}, ${formatTokens(input)} tokens in (${formatTokens(cached)} cached), ${formatTokens(cost.outputTokens)} out`,
    ...(cost.summariesUsd === 0n ? [] : [`of which ${formatUsd(cost.summariesUsd)} make the summaries`]),
    ...(dropped === 0
      ? []
      : [`${dropped.toLocaleString("en-US")} of the oldest messages are dropped to stay under the cap`]),
  ].join("\n");
}

function toUsd(amount: bigint): string {
  return formatUsd(picoUsd(amount));
}

function conversationJson(cost: ConversationCost, model: string) {
  return {
    kind: "conversation",
    currency: "USD",
    model,
    total_usd: toDecimal(cost.total),
    turns_usd: toDecimal(cost.turnsUsd),
    summaries_usd: toDecimal(cost.summariesUsd),
    input_tokens: Number(cost.inputTokens),
    cached_input_tokens: Number(cost.cachedInputTokens),
    output_tokens: Number(cost.outputTokens),
    rows: cost.turns.map((turn) => ({
      turn: turn.turn,
      input_tokens: turn.usage.inputTokens,
      cached_input_tokens: turn.usage.cachedInputTokens,
      output_tokens: turn.usage.outputTokens,
      dropped_messages: turn.droppedMessages,
      usd: toDecimal(turn.usd),
      summary_usd: toDecimal(turn.summaryUsd),
    })),
  };
}

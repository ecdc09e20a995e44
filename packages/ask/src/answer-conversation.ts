import {
  compilePricer,
  formatTokens,
  formatUsd,
  picoUsd,
  priceConversation,
  subtractUsd,
  type ConversationPlan,
} from "@runrate/core";
import { blankAnswer, field, rightColumn, tokens, usd } from "./answer-base.ts";
import type { Answer, AnswerRow } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { notUnderstood } from "./grammar/context.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";

/** A long conversation is shown by so many of its turns; all are in the sums. */
const SHOWN_TURNS = 12;

/** What a conversation costs when every turn sends the instructions and the history again. */
export function answerConversation(query: QueryOf<"conversation">, context: AskContext): Answer | NotUnderstood {
  const { model, turns, tier: serviceTier, inputCap, compression, cachedPercent } = query;
  const plain: ConversationPlan = {
    turns,
    instructionTokens: query.instructionTokens,
    messageTokens: query.messageTokens,
    replyTokens: query.replyTokens,
  };
  const plan: ConversationPlan = {
    ...plain,
    cachedPercent,
    ...(inputCap === null ? {} : { inputCap }),
    ...(compression === null ? {} : { compression }),
  };
  const pricer = compilePricer(context.catalogue, context.aliases);
  const call = { model, serviceTier, at: context.now };
  const cost = priceConversation(pricer, plan, call);
  if (cost.kind === "unpriced")
    return notUnderstood(cost.message, ...cost.suggestions.map((name) => `price of ${name}`));
  const helped = inputCap !== null || compression !== null || Number(cachedPercent) > 0;
  const bare = helped ? priceConversation(pricer, plain, call) : cost;
  const last = cost.turns.at(-1);
  return {
    ...blankAnswer("conversation", query, context),
    headline: `${turns.toLocaleString("en-US")} turns on ${model}: ${formatUsd(cost.total)}; ${formatTokens(cost.inputTokens)} tokens in, ${formatTokens(cost.outputTokens)} out`,
    totalUsd: cost.total,
    fields: [
      field("input_tokens", tokens(cost.inputTokens)),
      field("cached_input_tokens", tokens(cost.cachedInputTokens)),
      field("output_tokens", tokens(cost.outputTokens)),
      ...(last ? [field("last_turn_usd", usd(last.usd), "the last turn alone")] : []),
      ...(compression === null ? [] : [field("summaries_usd", usd(cost.summariesUsd), "of it for summaries")]),
      ...(helped && bare.kind === "priced"
        ? [
            field("without_usd", usd(bare.total), "without cap, caching and compression"),
            field(
              "saved_usd",
              { type: "delta", usd: subtractUsd(cost.total, bare.total), base: bare.total },
              "difference",
            ),
          ]
        : []),
    ],
    columns: [
      rightColumn("turn"),
      rightColumn("input_tokens"),
      rightColumn("cached_input_tokens"),
      rightColumn("output_tokens"),
      rightColumn("usd"),
      rightColumn("total_usd", "so far"),
    ],
    rows: rowsOf(cost.turns),
    series: [
      {
        name: "a turn",
        of: "forecast",
        points: cost.turns.map((turn) => ({ label: `turn ${turn.turn}`, usd: picoUsd(turn.usd + turn.summaryUsd) })),
      },
    ],
    assumptions: [
      "every turn sends the instructions and the history again",
      ...(turns > SHOWN_TURNS ? ["the table shows some of the turns, the sums are of all"] : []),
    ],
    suggestions: [
      `conversation of ${turns} turns ${query.instructionTokens} instructions ${query.messageTokens} message ${query.replyTokens} reply 80% cached on ${model}`,
    ],
  };
}

function rowsOf(turns: Extract<ReturnType<typeof priceConversation>, { kind: "priced" }>["turns"]): AnswerRow[] {
  const step = Math.ceil(turns.length / SHOWN_TURNS);
  let sum = 0n;
  return turns.flatMap((turn, index): AnswerRow[] => {
    sum += turn.usd + turn.summaryUsd;
    if (index !== 0 && index !== turns.length - 1 && (index + 1) % step !== 0) return [];
    return [
      {
        cells: {
          turn: { type: "count", count: BigInt(turn.turn), unit: "turns" },
          input_tokens: tokens(turn.usage.inputTokens),
          cached_input_tokens: tokens(turn.usage.cachedInputTokens),
          output_tokens: tokens(turn.usage.outputTokens),
          usd: usd(picoUsd(turn.usd + turn.summaryUsd)),
          total_usd: usd(picoUsd(sum)),
        },
      },
    ];
  });
}

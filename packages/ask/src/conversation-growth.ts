import { divideHalfEven, type Span } from "@runrate/core";
import { conversationGrowth, type ConversationGrowth } from "@runrate/ledger";
import { rightColumn, tokens } from "./answer-base.ts";
import type { Answer, AnswerRow } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import type { QueryFilter } from "./query.ts";

/** More conversations than this are read all at once rather than named in a statement. */
const MOST_NAMED = 500;

/**
 * The answer with a column that says how a conversation grows, where its rows are conversations: the input tokens that each call
 * adds to the one before it, (last − first) / (calls − 1). A conversation of one call has no growth.
 */
export async function withGrowth(
  answer: Answer,
  { by, where }: { readonly by: readonly string[]; readonly where: readonly QueryFilter[] },
  span: Span,
  { ledger }: AskContext,
): Promise<Answer> {
  if (by.length !== 1 || by[0] !== "conversation" || answer.rows.length === 0) return answer;
  const names = answer.rows.flatMap(({ cells: { conversation } }) =>
    conversation?.type === "text" ? [conversation.text] : [],
  );
  const grown = await conversationGrowth(ledger, span, where, names.length > MOST_NAMED ? [] : names);
  const growth = new Map(grown.map((one) => [one.conversation, one]));
  const rows = answer.rows.map(({ cells }): AnswerRow => {
    const name = cells["conversation"]?.type === "text" ? cells["conversation"].text : "";
    const own = growth.get(name);
    return { cells: { ...cells, growth_per_turn: own && own.calls > 1n ? tokens(perTurn(own)) : { type: "none" } } };
  });
  return {
    ...answer,
    columns: [...answer.columns, rightColumn("growth_per_turn")],
    rows,
    assumptions: [
      ...answer.assumptions,
      "growth per turn: input tokens that a call reads more than the one before it, from the first call of the period to the last",
    ],
  };
}

function perTurn({ calls, firstInputTokens, lastInputTokens }: ConversationGrowth): bigint {
  return divideHalfEven(lastInputTokens - firstInputTokens, calls - 1n);
}

import { formatUsd, parseUsd, returnOnSpend } from "@runrate/core";
import { querySpend } from "@runrate/ledger";
import { blankAnswer, field, text, usd } from "./answer-base.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import type { QueryOf } from "./query.ts";
import { frameLabel, framedAnswer, spendFrame } from "./spend-frame.ts";

/** What an interaction and a user cost: of the amount given, or of the measured spend of a period. */
export async function answerRoi(query: QueryOf<"roi">, context: AskContext): Promise<Answer> {
  const { users, interactionsPerUser } = query;
  const blank = blankAnswer("roi", query, context);
  if (query.cost !== null) {
    const cost = parseUsd(query.cost);
    return { ...blank, ...judged(query, cost, formatUsd(cost)), basis: null, priceDate: null };
  }
  const frame = await spendFrame(query, context);
  const { total, unpricedModels } = await querySpend(context.ledger, {
    ...frame.span,
    zone: frame.zone,
    by: [],
    where: query.where,
  });
  const atLeast = total.unpricedRequests > 0n ? "at least " : "";
  return {
    ...blank,
    ...framedAnswer(frame, context),
    ...judged(query, total.usd, `${frameLabel(frame)}, ${atLeast}${formatUsd(total.usd)}`),
    unpriced: { requests: total.unpricedRequests, models: unpricedModels },
    assumptions: [`${users.toLocaleString("en-US")} users with ${interactionsPerUser} interactions each in the period`],
  };
}

function judged(query: QueryOf<"roi">, cost: ReturnType<typeof parseUsd>, of: string) {
  const roi = returnOnSpend(cost, query.users, Number(query.interactionsPerUser));
  return {
    headline: `${of}: ${formatUsd(roi.costPerInteraction)} an interaction, ${formatUsd(roi.costPerUser)} a user: ${roi.grade}`,
    totalUsd: cost,
    fields: [
      field("cost_per_interaction_usd", usd(roi.costPerInteraction), "an interaction"),
      field("cost_per_user_usd", usd(roi.costPerUser), "a user"),
      field("grade", text(roi.grade)),
    ],
    suggestions: ["this month", "savings"],
  };
}

import { RunrateError } from "@runrate/core";
import { answerBilled } from "./answer-billed.ts";
import { answerBudget } from "./answer-budget.ts";
import { notUnderstoodAnswer } from "./answer-base.ts";
import { answerConversation } from "./answer-conversation.ts";
import { answerEstimate } from "./answer-estimate.ts";
import { answerFixed } from "./answer-fixed.ts";
import { answerForecast } from "./answer-forecast.ts";
import { answerGrowth } from "./answer-growth.ts";
import { answerHelp } from "./answer-help.ts";
import { answerMeasure } from "./answer-measure.ts";
import { answerModels } from "./answer-models.ts";
import { answerOptimise } from "./answer-optimise.ts";
import { answerOverview } from "./answer-overview.ts";
import { answerPrice } from "./answer-price.ts";
import { answerRoi } from "./answer-roi.ts";
import { answerRunCost } from "./answer-run-cost.ts";
import { answerSpend } from "./answer-spend.ts";
import { answerStorage } from "./answer-storage.ts";
import { answerTrend } from "./answer-trend.ts";
import { answerWhatIf } from "./answer-what-if.ts";
import { answerWhy } from "./answer-why.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { followUp, goesOn } from "./follow-up.ts";
import { NO_USAGE } from "./spend-frame.ts";
import { notUnderstood } from "./grammar/context.ts";
import { knownNames } from "./known-names.ts";
import { EXAMPLE_QUESTIONS, parseQuestion } from "./parse-question.ts";
import type { NotUnderstood, Query } from "./query.ts";
import { withNames } from "./with-names.ts";
import { withUnknownValues } from "./unknown-values.ts";

/**
 * Words to an answer: the grammar chooses the question, core and the ledger compute it (DESIGN.md, decision 5). Words that were
 * not understood are an answer too, with what can be asked instead.
 */
export async function askQuestion(text: string, context: AskContext): Promise<Answer> {
  return (await askAfter(text, null, context)).answer;
}

/**
 * As `askQuestion`, in a conversation: a text that goes on from the question before ("and by project?") is read with it.
 *
 * @returns the answer, and the question to go on from: the one before, where the text was not understood
 */
export async function askAfter(
  text: string,
  earlier: Query | null,
  context: AskContext,
): Promise<{ readonly answer: Answer; readonly query: Query | null }> {
  const { now, zone } = context;
  const known = await knownNames(context);
  const asked = { now, zone, known };
  const query = earlier !== null && goesOn(text) ? followUp(text, earlier, asked) : parseQuestion(text, asked);
  if (query.kind === "not_understood") return { answer: notUnderstoodAnswer(text, query), query: earlier };
  return { answer: withUnknownValues(await answerQuery(query, context, text), query, known), query };
}

/**
 * Answers a query, from whatever words it came.
 *
 * @param text the words, for an answer that has to say that they ask what cannot be computed
 */
export async function answerQuery(query: Query, context: AskContext, text = ""): Promise<Answer> {
  const answer = await answerOrReason(query, context);
  if (answer.kind === "not_understood" && "reason" in answer) return notUnderstoodAnswer(text, answer);
  // $0 of a ledger that holds nothing would look like a fact.
  const isEmpty = answer.period !== null && answer.coverage.length === 0 && "where" in query && query.kind !== "billed";
  if (!isEmpty) return await withNames(answer, context);
  const warnings = answer.warnings.filter((warning) => warning !== NO_USAGE);
  return { ...answer, headline: `${answer.period.label}: ${NO_USAGE}`, warnings };
}

async function answerOrReason(query: Query, context: AskContext): Promise<Answer | NotUnderstood> {
  try {
    return await answerOf(query, context);
  } catch (error) {
    // What a question asks for may not exist, such as a period before an earlier one: that is a "no", not a failure.
    if (!(error instanceof RunrateError) || !ASKED.has(error.code)) throw error;
    return notUnderstood(error.message, ...(error.hint === undefined ? EXAMPLE_QUESTIONS : [error.hint]));
  }
}

const ASKED = new Set([
  "bad_period",
  "bad_conversation",
  "bad_growth",
  "bad_count",
  "bad_quantity",
  "bad_number",
  "bad_what_if",
  "bad_amount",
  "no_base",
]);

function answerOf(query: Query, context: AskContext): Promise<Answer | NotUnderstood> | Answer | NotUnderstood {
  switch (query.kind) {
    case "overview":
      return answerOverview(query, context);
    case "total":
    case "breakdown":
    case "compare":
      return answerSpend(query, context);
    case "measure":
      return answerMeasure(query, context);
    case "billed":
      return answerBilled(query, context);
    case "trend":
      return answerTrend(query, context);
    case "forecast":
      return answerForecast(query, context);
    case "why":
      return answerWhy(query, context);
    case "what_if":
      return answerWhatIf(query, context);
    case "run_cost":
      return answerRunCost(query, context);
    case "estimate":
      return answerEstimate(query, context);
    case "storage":
      return answerStorage(query, context);
    case "conversation":
      return answerConversation(query, context);
    case "growth":
      return answerGrowth(query, context);
    case "price":
      return answerPrice(query, context);
    case "models":
      return answerModels(query, context);
    case "roi":
      return answerRoi(query, context);
    case "optimise":
      return answerOptimise(query, context);
    case "budget":
      return answerBudget(query, context);
    case "fixed":
      return answerFixed(query, context);
    case "help":
      return answerHelp(query, context);
  }
}

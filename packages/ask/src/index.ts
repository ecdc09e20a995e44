export {
  type Answer,
  type AnswerColumn,
  type AnswerCoverage,
  type AnswerDriver,
  type AnswerKind,
  type AnswerPeriod,
  type AnswerRow,
  type AnswerSeries,
  type AnswerValue,
} from "./answer.ts";
export { ledgerSettings } from "./ledger-settings.ts";
export {
  querySchema,
  type NotUnderstood,
  type Query,
  type QueryAgainst,
  type QueryBucket,
  type QueryDimension,
  type QueryFilter,
  type QueryKind,
  type QueryOf,
  type QueryPeriod,
} from "./query.ts";
export { answerJson } from "./answer-json.ts";
export { budgetReports, type NamedReport } from "./answer-budget.ts";
export { answerOptimise, type OptimiseChoices } from "./answer-optimise.ts";
export { answerQuery, askAfter, askQuestion } from "./ask-question.ts";
export { askContext, type AskContext } from "./ask-context.ts";
export { courtesyOf } from "./courtesy.ts";
export { explainSpend, type ChangeOfSpend } from "./explain-spend.ts";
export { followUp } from "./follow-up.ts";
export { HELP_TOPICS, type HelpTopic } from "./help-topics.ts";
export { measuredUsage, type OwnedUsage } from "./measured-usage.ts";
export { knownNames } from "./known-names.ts";
export { type KnownNames, type QuestionContext } from "./grammar/context.ts";
export { EXAMPLE_QUESTIONS, parseQuestion } from "./parse-question.ts";
export { questionText } from "./question-text.ts";
export { coverageOf, restatedMonths, staleSources } from "./spend-frame.ts";
export { instantText, percentNumber, valueText } from "./value-text.ts";
export { neverRecorded, withUnknownValues } from "./unknown-values.ts";

export {
  type Answer,
  type AnswerColumn,
  type AnswerCoverage,
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
export { askQuestion, type AskContext } from "./ask-question.ts";
export { type KnownNames, type QuestionContext } from "./grammar/context.ts";
export { EXAMPLE_QUESTIONS, parseQuestion } from "./parse-question.ts";
export { questionText } from "./question-text.ts";

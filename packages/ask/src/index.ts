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

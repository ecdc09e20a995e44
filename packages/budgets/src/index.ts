export { alertFactsSchema, type AlertFacts } from "./alert-facts.ts";
export { scopeText, type Budget, type BudgetTerms } from "./budget.ts";
export {
  budgetHistory,
  findBudget,
  listBudgets,
  requireBudget,
  requireEditable,
  type BudgetChange,
  type BudgetRevision,
} from "./budget-store.ts";
export { type BudgetCommand, type BudgetProposal } from "./command/budget-command.ts";
export { parseBudgetCommand, readName } from "./command/parse-command.ts";
export { parseScope } from "./command/parse-scope.ts";
export { splitWords } from "./command/words.ts";
export { contributors, type Contributor, type Contributors } from "./contributors.ts";
export { applyDeclared, exportBudgets } from "./declared.ts";
export { amountText, describeTermsChange, termsSentence, unitsText } from "./describe.ts";
export { digestOf, type Digest, type DigestQuestion } from "./digest.ts";
export { dryRun, DRY_RUN_DAYS, type DryAlert, type DryRun } from "./dry-run.ts";
export { evaluateBudgets, evaluatedChange, type Advise, type Evaluation, type EvaluationOptions } from "./evaluate.ts";
export {
  changeBudget,
  proposedTerms,
  raiseBudget,
  removeBudget,
  setBudget,
  type BudgetOutcome,
  type BudgetPlace,
} from "./manage.ts";
export { acknowledgeNotice, noticeView, snoozeNotice, type NoticeView } from "./notice-response.ts";
export { noticeKey, noticeSchema, recentNotices, type NoticeFacts, type NoticeKind } from "./notice.ts";
export { watchLedger, type WatchOptions } from "./watch.ts";
export { asKnownNow, latestFacts, messageView, openAlerts, type MessageView } from "./message-view.ts";
export {
  claimNext,
  enqueue,
  lastSent,
  settle,
  isOvertaken,
  releaseHeld,
  waitingLanes,
  type ClaimedEntry,
  type Delivery,
  type OutboxKind,
  type OutboxLane,
  type OutboxWorker,
} from "./outbox.ts";
export { periodAlerts, readPeriod, type PeriodState, type StoredAlert } from "./period-state.ts";
export { recordsNeeded, type RecordsNeeded } from "./records-needed.ts";
export { reportJson } from "./report-json.ts";
export { reportBudget, type BudgetReport, type ThresholdReport } from "./report.ts";
export {
  acknowledge,
  expectedUntil,
  expectSpend,
  noteInThread,
  snooze,
  type AlertPlace,
  type Response,
  type SnoozeLength,
} from "./respond.ts";
export { deliveryProblems, noteDelivered, noteProblem, type DeliveryProblem } from "./delivery-problem.ts";
export { type Measure, type ScopeSpend } from "./spend.ts";
export { alertFactsOfTest } from "./test-facts.ts";
export { tagNames } from "./tag-names.ts";

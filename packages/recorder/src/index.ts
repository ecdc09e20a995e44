export { Budget, openBudget, type BudgetOptions, type BudgetStanding, type Reservation } from "./budget/budget.ts";
export { BudgetExceededError } from "./budget/budget-exceeded.ts";
export { openRecorder, Recorder, type RecorderOptions } from "./recorder.ts";
export { type RecorderStats } from "./stats.ts";
export { tagged, type CallTags } from "./tags.ts";

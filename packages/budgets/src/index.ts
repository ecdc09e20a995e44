export { scopeText, type Budget, type BudgetTerms } from "./budget.ts";
export {
  budgetHistory,
  createBudget,
  deleteBudget,
  findBudget,
  listBudgets,
  requireBudget,
  requireEditable,
  reviseBudget,
  type BudgetChange,
  type BudgetRevision,
} from "./budget-store.ts";
export { reportJson } from "./report-json.ts";
export { reportBudget, type BudgetReport, type ThresholdReport } from "./report.ts";
export { type ScopeSpend } from "./spend.ts";

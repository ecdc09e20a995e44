import type { BudgetAmount, BudgetPeriod, BudgetThresholds } from "@runrate/core";
import type { SpendFilter } from "@runrate/ledger";

/** What `/cost budget set …` says; what it leaves out is filled in by where it was typed, and by configuration. */
export interface BudgetProposal {
  readonly amount: BudgetAmount;
  readonly period: BudgetPeriod;
  readonly scope: readonly SpendFilter[];
  readonly thresholds?: BudgetThresholds;
  /** A channel's id or name. */
  readonly channel?: string;
  readonly name?: string;
  /** A Slack user id or a name. */
  readonly owner?: string;
  /** IANA zone. */
  readonly zone?: string;
}

/** What somebody wants done with budgets. */
export type BudgetCommand =
  | { readonly kind: "list" }
  | { readonly kind: "show"; readonly named: string }
  | { readonly kind: "set"; readonly proposal: BudgetProposal }
  /** What a budget would have alerted in the past. */
  | { readonly kind: "try"; readonly proposal: BudgetProposal }
  | { readonly kind: "try-stored"; readonly named: string }
  | { readonly kind: "delete"; readonly named: string }
  /** Without an amount, a form asks for it. */
  | {
      readonly kind: "raise";
      readonly named: string;
      readonly amount: BudgetAmount | null;
      readonly reason: string | null;
    }
  | { readonly kind: "edit"; readonly named: string }
  | { readonly kind: "new" }
  | { readonly kind: "test"; readonly named: string | null }
  | { readonly kind: "history"; readonly named: string }
  | { readonly kind: "export" }
  | { readonly kind: "apply" }
  | { readonly kind: "help" };

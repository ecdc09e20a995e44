import type { BudgetAmount, BudgetPeriod, BudgetThresholds } from "@runrate/core";
import type { SpendFilter } from "@runrate/ledger";

/** What a budget says: whose spend, over which periods, how much, when to alert, whom. */
export interface BudgetTerms {
  /** All must hold; empty: everything. */
  readonly scope: readonly SpendFilter[];
  readonly period: BudgetPeriod;
  /** IANA zone in which periods begin. */
  readonly zone: string;
  readonly amount: BudgetAmount;
  readonly thresholds: BudgetThresholds;
  /** A Slack channel's id or name; null: alerts go to the installation's admins. */
  readonly channel: string | null;
  /** A Slack user id or a name. */
  readonly owner: string | null;
}

/** A budget as it stands now. */
export interface Budget {
  /** Decimal text, for ever the same; shown as the budget's number. */
  readonly id: string;
  readonly name: string;
  /** `declared`: it stands in `runrate.yml` and can be changed there alone. */
  readonly origin: "slack" | "declared";
  /** From 1; each change of the terms makes the next. */
  readonly revision: number;
  readonly terms: BudgetTerms;
  readonly createdAt: number;
  readonly createdBy: string;
}

/** "everything", or the filters as they are written: "model:gpt-4o project:search". */
export function scopeText(scope: readonly SpendFilter[]): string {
  if (scope.length === 0) return "everything";
  return scope
    .map(({ dimension, values }) => {
      const name = dimension.startsWith("tag:") ? `tag.${dimension.slice("tag:".length)}` : dimension;
      return `${name}:${values.map((value) => quoted(value ?? "unattributed")).join(",")}`;
    })
    .join(" ");
}

function quoted(value: string): string {
  return /^[^\s,"]+$/.test(value) ? value : `"${value.replaceAll('"', "'")}"`;
}

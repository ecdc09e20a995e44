import { formatTokens, formatUsd, picoUsd, RunrateError, toDecimal } from "@runrate/core";

export interface ExceededFacts {
  readonly name: string;
  readonly unit: "usd" | "tokens";
  /** Pico-dollars or tokens. */
  readonly limit: bigint;
  readonly remaining: bigint;
  readonly wanted: bigint;
  readonly resetAt: Date;
}

/** A call was not made, because it might have gone over the budget. Nothing was spent. */
export class BudgetExceededError extends RunrateError {
  readonly budget: string;
  /** What is left: decimal dollars ("0.0125") or tokens ("800"). */
  readonly remaining: string;
  /** When the budget starts anew. */
  readonly resetAt: Date;

  constructor({ name, unit, limit, remaining, wanted, resetAt }: ExceededFacts) {
    const show = (amount: bigint) =>
      unit === "usd" ? formatUsd(picoUsd(amount)) : `${formatTokens(Number(amount))} tokens`;
    const text = (amount: bigint) => (unit === "usd" ? toDecimal(picoUsd(amount)) : amount.toString());
    super(
      "budget_exceeded",
      `the budget "${name}" has ${show(remaining)} of ${show(limit)} left, the call may take ${show(wanted)}`,
      {
        budget: name,
        remaining: text(remaining),
        wanted: text(wanted),
        reset_at: resetAt.toISOString(),
        hint: `Wait until ${resetAt.toISOString()}, lower the call's cap on output, or raise the budget.`,
      },
    );
    this.name = "BudgetExceededError";
    this.budget = name;
    this.remaining = text(remaining);
    this.resetAt = resetAt;
  }
}

import { parseUsd } from "@runrate/core";
import type { LedgerReader, LedgerStore } from "@runrate/ledger";
import { alertFactsSchema, type AlertFacts } from "../src/alert-facts.ts";
import type { Budget, BudgetTerms } from "../src/budget.ts";
import { createBudget, reviseBudget } from "../src/budget-store.ts";
import { evaluateBudget } from "../src/evaluate.ts";

/** $10 a month for everything, alerts at 50, 80 and 100 %, in C1. */
export function terms(given: Partial<BudgetTerms> = {}): BudgetTerms {
  return {
    scope: [],
    period: "month",
    zone: "UTC",
    amount: { kind: "usd", usd: parseUsd("10") },
    thresholds: { actual: ["50", "80", "100"], forecast: [] },
    channel: "C1",
    owner: "U1",
    ...given,
  };
}

/** Sets a budget as a person does: made and looked at in one transaction. */
export async function setBudget(ledger: LedgerStore, name: string, given: Partial<BudgetTerms> = {}): Promise<Budget> {
  return await ledger.transaction(async (tx) => {
    const budget = await createBudget(tx, { name, origin: "slack", terms: terms(given) }, { actor: "U1" });
    await evaluateBudget(tx, budget);
    return budget;
  });
}

/** Changes a budget as a person does. */
export async function changeBudget(ledger: LedgerStore, budget: Budget, given: Partial<BudgetTerms>): Promise<Budget> {
  return await ledger.transaction(async (tx) => {
    const revised = await reviseBudget(
      tx,
      budget,
      { ...budget.terms, ...given },
      { actor: "U2", reason: "more users" },
    );
    await evaluateBudget(tx, revised);
    return revised;
  });
}

/** What the outbox holds, oldest first, as "open 50", "reply 80 broadcast", "refresh". */
export async function outbox(ledger: LedgerReader): Promise<readonly string[]> {
  const rows = await ledger.db.selectFrom("outbox").select(["kind", "payload"]).orderBy("id").execute();
  return rows.map(({ kind, payload }) => {
    if (kind !== "open" && kind !== "reply") return kind;
    const facts = alertFactsSchema.parse(JSON.parse(payload));
    const basis = facts.basis === "forecast" ? "forecast " : "";
    return `${facts.kind} ${basis}${facts.percent}${facts.broadcast ? " broadcast" : ""}`;
  });
}

/** The facts of the outbox's alerts, oldest first. */
export async function toldFacts(ledger: LedgerReader): Promise<readonly AlertFacts[]> {
  const rows = await ledger.db
    .selectFrom("outbox")
    .select("payload")
    .where("kind", "in", ["open", "reply"])
    .orderBy("id")
    .execute();
  return rows.map(({ payload }) => alertFactsSchema.parse(JSON.parse(payload)));
}

import { formatPercent, formatTokens, formatUsd, picoUsd, type BudgetAmount } from "@runrate/core";
import { listBudgets, reportBudget, scopeText, type BudgetReport } from "@runrate/budgets";
import { coverage, dataThrough } from "@runrate/ledger";
import { blankAnswer, field, leftColumn, rightColumn, text } from "./answer-base.ts";
import type { Answer, AnswerRow, AnswerValue } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { notUnderstood } from "./grammar/context.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";
import { isSeenBudget } from "./seen-budgets.ts";
import { coverageOf, staleSources } from "./spend-frame.ts";

/** A budget by its name with how its period stands. */
export interface NamedReport {
  readonly name: string;
  readonly report: BudgetReport;
}

/** Every budget, or the one that is named: spent, left, where the period will end. */
export async function answerBudget(query: QueryOf<"budget">, context: AskContext): Promise<Answer | NotUnderstood> {
  const all = await budgetReports(context);
  const wanted = query.named?.toLowerCase();
  const reports = wanted === undefined ? all : all.filter(({ name }) => name.toLowerCase() === wanted);
  if (query.named !== null && reports.length === 0) {
    return notUnderstood(
      `there is no budget named "${query.named}"`,
      ...all.slice(0, 5).map(({ name }) => `budget "${name}"`),
      "budget",
    );
  }
  const [only] = reports.length === 1 ? reports : [];
  const sources = await coverage(context.ledger, context.now);
  const through = dataThrough(sources);
  return {
    ...blankAnswer("budget", query, context),
    headline: headline(reports),
    period: only === undefined ? null : periodOf(only.report, context.now),
    totalUsd: only?.report.terms.amount.kind === "usd" ? picoUsd(only.report.status.spent) : null,
    fields: only === undefined ? [] : statusFields(only),
    columns: reports.length === 0 ? [] : COLUMNS,
    rows: reports.map(rowOf),
    assumptions: reports.length === 0 ? [] : ["a period's forecast follows its daily pattern, as `forecast` does"],
    unpriced: {
      requests: reports.reduce((most, { report }) => max(most, report.spend.unpricedRequests), 0n),
      models: [...new Set(reports.flatMap(({ report }) => report.spend.unpricedModels))].toSorted(),
    },
    coverage: coverageOf(sources),
    dataThrough: through === null ? null : new Date(Math.min(through, context.now)).toISOString(),
    warnings: staleSources(sources, context.now),
    suggestions: reports.length === 0 ? ["forecast"] : ["forecast", "why"],
  };
}

/** The budgets of `runrate.yml` and those set in Slack; one that stands in both is the file's. */
export async function budgetReports({ ledger, config, now, zone }: AskContext): Promise<NamedReport[]> {
  const declared = config.budgets.map(({ name, scope, period, timezone, amount, thresholds, channel, owner }) => ({
    name,
    terms: {
      scope,
      period,
      zone: timezone ?? zone,
      amount,
      thresholds,
      channel: channel ?? null,
      owner: owner ?? null,
    },
  }));
  const names = new Set(declared.map(({ name }) => name.toLowerCase()));
  const stored = (await listBudgets(ledger)).filter(
    ({ name, origin }) => origin === "slack" && !names.has(name.toLowerCase()),
  );
  const reports: NamedReport[] = [];
  for (const { name, terms } of [...declared, ...stored]) {
    if (!isSeenBudget(ledger, terms.scope)) continue;
    reports.push({ name, report: await reportBudget(ledger, terms, now) });
  }
  return reports.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is left of the budget that is nearest to its end, for the overview. */
export function budgetsLeft(reports: readonly NamedReport[]) {
  const [nearest] = reports.toSorted((a, b) => compare(b.report.status.percentUsed, a.report.status.percentUsed));
  if (nearest === undefined) return [];
  const { name, report } = nearest;
  const others = reports.length === 1 ? "" : ` (the nearest to its end of ${reports.length})`;
  return [field("budget_left", text(`${leftText(report)} of ${name}${others}`), "budget left")];
}

const COLUMNS = [
  leftColumn("name", "budget"),
  leftColumn("scope"),
  leftColumn("every"),
  rightColumn("spent"),
  rightColumn("budget", "of"),
  rightColumn("remaining", "left"),
  rightColumn("percent_used", "used"),
  rightColumn("forecast", "heading for"),
];

function rowOf({ name, report }: NamedReport): AnswerRow {
  const { terms, status, forecast } = report;
  const { kind } = terms.amount;
  const cells: Record<string, AnswerValue> = {
    name: text(name),
    scope: text(scopeText(terms.scope)),
    every: text(terms.period),
    spent: valueOf(kind, status.spent),
    budget: valueOf(kind, status.limit),
    remaining: valueOf(kind, status.remaining),
    percent_used: { type: "percent", part: status.spent, whole: status.limit },
    forecast: forecast.kind === "no-data" ? { type: "none" } : valueOf(kind, forecast.total),
  };
  // The agreed names of a budget's figures, which say their unit (SPEC.md, section 6).
  for (const figure of ["spent", "budget", "remaining"] as const) {
    const value = cells[figure];
    if (value) cells[`${figure}_${kind}`] = value;
  }
  return { cells };
}

function statusFields({ report }: NamedReport) {
  const { terms, status } = report;
  const { kind } = terms.amount;
  return [
    field(`spent_${kind}`, valueOf(kind, status.spent), "spent"),
    field(`budget_${kind}`, valueOf(kind, status.limit), "budget"),
    field(`remaining_${kind}`, valueOf(kind, status.remaining), "left"),
    field("percent_used", { type: "percent", part: status.spent, whole: status.limit }, "used"),
  ];
}

function valueOf(kind: BudgetAmount["kind"], units: bigint): AnswerValue {
  return kind === "usd" ? { type: "usd", usd: picoUsd(units) } : { type: "count", count: units, unit: "tokens" };
}

function headline(reports: readonly NamedReport[]): string {
  const [first] = reports;
  if (first === undefined) {
    return "no budgets yet: declare them under budgets in runrate.yml, or set one with `budget set 1000 month`";
  }
  if (reports.length === 1) {
    const { report, name } = first;
    const { status } = report;
    return `${name}: ${formatPercent(status.spent, status.limit)} used, ${leftText(report)} of this ${report.terms.period}`;
  }
  const over = reports.filter(({ report }) => report.status.remaining < 0n).map(({ name }) => name);
  const heading = reports.filter(
    ({ report: { forecast, status } }) =>
      status.remaining >= 0n && forecast.kind === "forecast" && forecast.total > status.limit,
  );
  const parts = [
    ...(over.length === 0 ? [] : [`over: ${over.join(", ")}`]),
    ...(heading.length === 0 ? [] : [`heading over: ${heading.map(({ name }) => name).join(", ")}`]),
  ];
  return `${reports.length} budgets${parts.length === 0 ? ", all within their amounts" : `; ${parts.join("; ")}`}`;
}

function leftText({ terms, status }: BudgetReport): string {
  const size = status.remaining < 0n ? -status.remaining : status.remaining;
  const amount = terms.amount.kind === "usd" ? formatUsd(picoUsd(size)) : `${formatTokens(size)} tokens`;
  return `${amount} ${status.remaining < 0n ? "over" : "left"}`;
}

function periodOf({ period, terms }: BudgetReport, now: number) {
  return {
    from: new Date(period.from).toISOString(),
    to: new Date(period.to).toISOString(),
    zone: period.zone,
    partial: now < period.to,
    label: `this ${terms.period}`,
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

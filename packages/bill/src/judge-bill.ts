import type { CallSiteChange } from "@runrate/callsites";
import type { BudgetSettings, PolicySettings, RunrateConfig } from "@runrate/config";
import {
  formatUsd,
  picoUsd,
  policyFindings,
  resolveModel,
  type BillTotal,
  type PicoUsd,
  type PolicyFinding,
} from "@runrate/core";
import type { BillLine } from "./bill-lines.ts";
import { endingModels } from "./ending-models.ts";
import type { BillPrices } from "./prices.ts";
import { billOf, type BillPart } from "./whole-bill.ts";

/** Everything that a verdict looks at. */
export interface Judged {
  readonly lines: readonly BillLine[];
  readonly total: BillTotal;
  readonly parts: readonly BillPart[];
  readonly config: RunrateConfig;
  readonly prices: BillPrices;
  readonly now: number;
}

/** Bounds whose words carry volumes, negotiated rates or budgets. */
const PRIVATE: ReadonlySet<PolicyFinding["bound"]> = new Set([
  "monthlyUsd",
  "growthBasisPoints",
  "totalMonthlyUsd",
  "per1kCallsUsd",
  "budget",
]);

/** What the policies of `runrate.yml` say of changes, bound by bound. */
export function judgeBill({ lines, total, parts, config, prices, now }: Judged): readonly PolicyFinding[] {
  const changes = lines.flatMap(({ group }) => group.changes);
  const after = changes.flatMap(({ after: side }) => side ?? []);
  const models = [...new Set(after.flatMap(modelsOf))].sort();
  const monthlyBefore = parts.length === 0 ? null : picoUsd(parts.reduce((sum, { usd }) => sum + usd, 0n));
  const findings = policyFindings(total, config.policies, {
    monthlyBefore,
    shutDown: endingModels(models, prices, now).flatMap(({ model, date, daysLeft, replacement }) =>
      date === null || daysLeft === null
        ? []
        : [{ model, date, daysLeft, ...(replacement === null ? {} : { replacement }) }],
    ),
    unresolved: lines.filter(({ group }) => group.after?.model.kind === "unresolved").length,
    unpricedModels: models.filter(
      (model) => resolveModel(prices.catalogue, { model }, prices.aliases).kind !== "found",
    ),
  });
  return [...findings, ...budgetFindings({ lines, total, parts, config, prices, now })];
}

/** The same findings without figures that are nobody else's business. */
export function withoutFigures(findings: readonly PolicyFinding[]): readonly PolicyFinding[] {
  return findings.map((finding) =>
    finding.level === "unchecked" || !PRIVATE.has(finding.bound)
      ? finding
      : { ...finding, text: `a limit on ${WORDS[finding.bound] ?? "spend"} is passed (its figures are not public)` },
  );
}

const WORDS: Partial<Record<PolicyFinding["bound"], string>> = {
  monthlyUsd: "growth a month",
  growthBasisPoints: "growth in percent",
  totalMonthlyUsd: "the monthly estimate",
  per1kCallsUsd: "growth per 1,000 calls",
  budget: "a budget",
};

function budgetFindings({ lines, total, parts, config }: Judged): PolicyFinding[] {
  return (["fail", "warn"] as const).flatMap((level): PolicyFinding[] => {
    const name = config.policies[level].budget;
    const budget = config.budgets.find((one) => one.name === name);
    if (name === undefined || !budget) return [];
    const unchecked = (why: string): PolicyFinding[] => [
      { level: "unchecked", bound: "budget", text: `budget ${name}, as ${why}` },
    ];
    const limit = monthlyAmount(budget);
    if (limit === null) return unchecked("it counts tokens");
    if (total.monthly === null && parts.length === 0) return unchecked("no volume is known");
    const delta = lines.reduce((sum, line) => sum + deltaIn(line, budget), 0n);
    const after = picoUsd(billOf(parts, budget.scope) + delta);
    if (after <= limit) return [];
    return [
      {
        level,
        bound: "budget",
        text: `the monthly estimate of ${formatUsd(after)} is above budget ${name} (${formatUsd(limit)} a month)`,
      },
    ];
  });
}

const DAYS = { day: 1n, week: 7n, month: 30n, quarter: 90n } as const;

function monthlyAmount({ amount, period }: BudgetSettings): PicoUsd | null {
  return amount.kind === "usd" ? picoUsd((amount.usd * 30n) / DAYS[period]) : null;
}

/** What a line adds to what a budget's scope selects: a model that a scope names may be left or taken up by the change. */
function deltaIn({ bill, group, volume }: BillLine, { scope }: BudgetSettings): bigint {
  if (!bill.monthly) return 0n;
  const part = (side: "before" | "after"): bigint => {
    const model = group[side]?.model;
    const name = model?.kind === "known" ? model.value : model?.kind === "one-of" ? (model.values[0] ?? "") : "";
    const usd = bill.monthly?.[side].likely ?? picoUsd(0n);
    return billOf([{ model: name, workload: volume.workload, provider: null, project: null, usd }], scope);
  };
  return part("after") - part("before");
}

function modelsOf({ model, models }: NonNullable<CallSiteChange["after"]>): readonly string[] {
  return models.length > 0 ? models : model === null ? [] : [model];
}

/** Whether a total stays below every floor under which nobody wants a comment. No floor: nothing is below it. */
export function isBelowFloor(total: BillTotal, bill: PicoUsd | null, { commentFloor }: PolicySettings): boolean {
  const { monthlyUsd, growthBasisPoints, per1kCallsUsd } = commentFloor;
  if (monthlyUsd === undefined && growthBasisPoints === undefined && per1kCallsUsd === undefined) return false;
  if (total.withoutPrice > 0 || total.direction === "unknown") return false;
  const size = (value: bigint) => (value < 0n ? -value : value);
  const monthly = total.withoutVolume === 0 ? (total.monthly?.delta ?? 0n) : null;
  const before = bill ?? total.monthly?.before.likely ?? null;
  const below: boolean[] = [];
  if (monthlyUsd !== undefined) below.push(monthly !== null && size(monthly) < monthlyUsd);
  if (growthBasisPoints !== undefined) {
    below.push(
      monthly !== null && before !== null && before > 0n && (size(monthly) * 10_000n) / before < growthBasisPoints,
    );
  }
  if (per1kCallsUsd !== undefined) below.push(size(total.per1kCalls?.delta ?? 0n) < per1kCallsUsd);
  return below.every(Boolean);
}

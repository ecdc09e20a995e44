import { formatUsd } from "../format-money.ts";
import type { PicoUsd } from "../money.ts";
import type { BillTotal } from "./bill-total.ts";

/** Bounds on what a change may do to the bill; a bound is passed when the figure is strictly above it. */
export interface PolicyLimits {
  /** Growth in USD a month. */
  readonly monthlyUsd?: PicoUsd;
  /** Growth in basis points of the monthly bill before (1,800 = 18 %). */
  readonly growthBasisPoints?: bigint;
  /** Growth in USD per 1,000 calls. */
  readonly per1kCallsUsd?: PicoUsd;
  /** The whole monthly estimate after the change, against a budget. */
  readonly totalMonthlyUsd?: PicoUsd;
  /** A changed call uses a model that is shut down, or will be within `shutDownWithinDays`. */
  readonly shutDownModels?: boolean;
  /** How many days ahead a shutdown counts; absent or 0: only one that has happened. */
  readonly shutDownWithinDays?: number;
  /** A changed call whose model cannot be resolved. */
  readonly unresolved?: boolean;
  /** A changed call whose model has no price. */
  readonly unpriced?: boolean;
}

export interface Policy {
  readonly warn: PolicyLimits;
  readonly fail: PolicyLimits;
}

/** What the policy looks at besides the total. */
export interface PolicyFacts {
  /** Monthly spend of everything before the change, for the percentage and the budget; null when it is not known. */
  readonly monthlyBefore: PicoUsd | null;
  /** Models of changed calls whose shutdown is announced; `daysLeft` is 0 or less once it has happened. */
  readonly shutDown: readonly {
    readonly model: string;
    readonly date: string;
    readonly daysLeft: number;
    readonly replacement?: string;
  }[];
  /** How many changed calls have, after the change, a model that cannot be resolved. */
  readonly unresolved: number;
  /** Models of changed calls, after the change, that have no price. */
  readonly unpricedModels: readonly string[];
}

export interface Verdict {
  readonly direction: BillTotal["direction"];
  readonly policy: "pass" | "warn" | "fail";
  /** One sentence for each bound that was passed, the failing ones first. */
  readonly reasons: readonly string[];
}

/** The verdict on a change. A bound that could not be checked for want of a volume or a price does not pass silently: it is said. */
export function judge(total: BillTotal, policy: Policy, facts: PolicyFacts): Verdict {
  const failed = passedBounds(total, policy.fail, facts);
  const warned = passedBounds(total, policy.warn, facts);
  const reasons = [...failed.map((reason) => `fails: ${reason}`), ...warned.map((reason) => `warns: ${reason}`)];
  return {
    direction: total.direction,
    policy: failed.length > 0 ? "fail" : warned.length > 0 ? "warn" : "pass",
    reasons: [...reasons, ...unchecked(total, policy, facts)],
  };
}

function passedBounds(total: BillTotal, limits: PolicyLimits, facts: PolicyFacts): string[] {
  const passed: string[] = [];
  const over = (figure: PicoUsd | null | undefined, limit: PicoUsd | undefined, what: string) => {
    if (figure != null && limit !== undefined && figure > limit) {
      passed.push(`${what} ${formatUsd(figure)} is above ${formatUsd(limit)}`);
    }
  };
  over(total.monthly?.delta, limits.monthlyUsd, "growth a month of");
  over(total.per1kCalls?.delta, limits.per1kCallsUsd, "growth per 1,000 calls of");
  over(monthlyAfter(total, facts), limits.totalMonthlyUsd, "the monthly estimate of");
  const growth = growthBasisPoints(total, facts);
  if (growth !== null && limits.growthBasisPoints !== undefined && growth > limits.growthBasisPoints) {
    passed.push(`growth of ${percent(growth)} is above ${percent(limits.growthBasisPoints)}`);
  }
  if (limits.shutDownModels) {
    for (const { model, date, daysLeft, replacement } of facts.shutDown) {
      if (daysLeft > (limits.shutDownWithinDays ?? 0)) continue;
      passed.push(`${model} shuts down on ${date}${replacement ? `; its maker recommends ${replacement}` : ""}`);
    }
  }
  if (limits.unresolved && facts.unresolved > 0) passed.push(`the model of ${calls(facts.unresolved)} is unresolved`);
  if (limits.unpriced) for (const model of facts.unpricedModels) passed.push(`no price is known for ${model}`);
  return passed;
}

function unchecked(total: BillTotal, { warn, fail }: Policy, facts: PolicyFacts): string[] {
  const has = (key: keyof PolicyLimits) => warn[key] !== undefined || fail[key] !== undefined;
  const said: string[] = [];
  const needsVolume = has("monthlyUsd") || has("growthBasisPoints") || has("totalMonthlyUsd");
  if (needsVolume && total.withoutVolume > 0) {
    said.push(`not checked: ${calls(total.withoutVolume)} without a volume of its own; declare it in runrate.yml`);
  }
  if (has("growthBasisPoints") && total.monthly && growthBasisPoints(total, facts) === null) {
    said.push("not checked: growth in percent, as the monthly spend before is not known");
  }
  if (total.withoutPrice > 0) said.push(`not checked: ${calls(total.withoutPrice)} whose cost is not known`);
  return said;
}

function monthlyAfter(total: BillTotal, { monthlyBefore }: PolicyFacts): PicoUsd | null {
  if (!total.monthly) return null;
  return monthlyBefore === null ? total.monthly.after.likely : ((monthlyBefore + total.monthly.delta) as PicoUsd);
}

function growthBasisPoints(total: BillTotal, { monthlyBefore }: PolicyFacts): bigint | null {
  const before = monthlyBefore ?? total.monthly?.before.likely ?? 0n;
  return total.monthly && before > 0n ? (total.monthly.delta * 10_000n) / before : null;
}

function percent(basisPoints: bigint): string {
  const tenths = basisPoints / 10n;
  return `${tenths / 10n}${tenths % 10n === 0n ? "" : `.${tenths % 10n}`} %`;
}

function calls(count: number): string {
  return count === 1 ? "1 changed call" : `${count} changed calls`;
}

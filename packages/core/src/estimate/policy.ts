import { decimalText } from "../decimal.ts";
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

/** A bound that was passed, or that could not be checked. */
export interface PolicyFinding {
  readonly level: "fail" | "warn" | "unchecked";
  readonly bound: keyof PolicyLimits | "budget";
  /** In words, without its level. */
  readonly text: string;
}

/** The verdict on a change. A bound that could not be checked for want of a volume or a price does not pass silently: it is said. */
export function judge(total: BillTotal, policy: Policy, facts: PolicyFacts): Verdict {
  return verdictOf(total.direction, policyFindings(total, policy, facts));
}

/** The findings in one verdict: the failing ones first, then warnings, then what was not checked. */
export function verdictOf(direction: BillTotal["direction"], findings: readonly PolicyFinding[]): Verdict {
  const at = (level: PolicyFinding["level"]) => findings.filter((finding) => finding.level === level);
  const [failed, warned, unchecked] = [at("fail"), at("warn"), at("unchecked")];
  return {
    direction,
    policy: failed.length > 0 ? "fail" : warned.length > 0 ? "warn" : "pass",
    reasons: [
      ...failed.map(({ text }) => `fails: ${text}`),
      ...warned.map(({ text }) => `warns: ${text}`),
      ...unchecked.map(({ text }) => `not checked: ${text}`),
    ],
  };
}

/** Every bound that was passed or not checked, one by one. */
export function policyFindings(total: BillTotal, policy: Policy, facts: PolicyFacts): readonly PolicyFinding[] {
  return [
    ...passedBounds(total, policy.fail, facts, "fail"),
    ...passedBounds(total, policy.warn, facts, "warn"),
    ...unchecked(total, policy, facts),
  ];
}

function passedBounds(
  total: BillTotal,
  limits: PolicyLimits,
  facts: PolicyFacts,
  level: "fail" | "warn",
): PolicyFinding[] {
  const passed: PolicyFinding[] = [];
  const add = (bound: PolicyFinding["bound"], text: string) => void passed.push({ level, bound, text });
  const atMost = total.monthlyIsAtMost ? "at most " : "";
  const over = (
    bound: PolicyFinding["bound"],
    figure: PicoUsd | null | undefined,
    limit: PicoUsd | undefined,
    what: string,
  ) => {
    if (figure != null && limit !== undefined && figure > limit) {
      add(bound, `${what} ${formatUsd(figure)} is above ${formatUsd(limit)}`);
    }
  };
  over("monthlyUsd", total.monthly?.delta, limits.monthlyUsd, `growth a month of ${atMost}`.trimEnd());
  over("per1kCallsUsd", total.per1kCalls?.delta, limits.per1kCallsUsd, "growth per 1,000 calls of");
  over(
    "totalMonthlyUsd",
    monthlyAfter(total, facts),
    limits.totalMonthlyUsd,
    `the monthly estimate of ${atMost}`.trimEnd(),
  );
  const growth = growthBasisPoints(total, facts);
  if (growth !== null && limits.growthBasisPoints !== undefined && growth > limits.growthBasisPoints) {
    add("growthBasisPoints", `growth of ${atMost}${percent(growth)} is above ${percent(limits.growthBasisPoints)}`);
  }
  if (limits.shutDownModels) {
    for (const { model, date, daysLeft, replacement } of facts.shutDown) {
      if (daysLeft > (limits.shutDownWithinDays ?? 0)) continue;
      const verb = daysLeft <= 0 ? "was shut down" : "shuts down";
      add("shutDownModels", `${model} ${verb} on ${date}${replacement ? `; its maker recommends ${replacement}` : ""}`);
    }
  }
  if (limits.unresolved && facts.unresolved > 0) {
    add("unresolved", `the model of ${calls(facts.unresolved)} is unresolved`);
  }
  if (limits.unpriced) for (const model of facts.unpricedModels) add("unpriced", `no price is known for ${model}`);
  return passed;
}

function unchecked(total: BillTotal, { warn, fail }: Policy, facts: PolicyFacts): PolicyFinding[] {
  const said: PolicyFinding[] = [];
  const first = (...keys: (keyof PolicyLimits)[]) =>
    keys.find((key) => warn[key] !== undefined || fail[key] !== undefined);
  const add = (bound: PolicyFinding["bound"], text: string) => void said.push({ level: "unchecked", bound, text });
  const needsVolume = first("monthlyUsd", "growthBasisPoints", "totalMonthlyUsd");
  if (needsVolume !== undefined && total.withoutBound > 0) {
    add(
      needsVolume,
      `${calls(total.withoutBound)} without a volume of ${total.withoutBound === 1 ? "its" : "their"} own; declare it in runrate.yml`,
    );
  }
  if (first("growthBasisPoints") && total.monthly && growthBasisPoints(total, facts) === null) {
    add("growthBasisPoints", "growth in percent, as the monthly spend before is not known");
  }
  const needsPrice = needsVolume ?? first("per1kCallsUsd");
  if (needsPrice !== undefined && total.withoutPrice > 0) {
    add(needsPrice, `${calls(total.withoutPrice)} whose cost is not known`);
  }
  return said;
}

function monthlyAfter(total: BillTotal, { monthlyBefore }: PolicyFacts): PicoUsd | null {
  if (!total.monthly) return null;
  return monthlyBefore === null ? total.monthly.after.likely : ((monthlyBefore + total.monthly.delta) as PicoUsd);
}

/** Rounded up: growth that is above a bound by less than a basis point is above it, and reads so. */
function growthBasisPoints(total: BillTotal, { monthlyBefore }: PolicyFacts): bigint | null {
  const before = monthlyBefore ?? total.monthly?.before.likely ?? 0n;
  if (!total.monthly || before <= 0n) return null;
  const scaled = total.monthly.delta * 10_000n;
  return scaled / before + (scaled > 0n && scaled % before !== 0n ? 1n : 0n);
}

function percent(basisPoints: bigint): string {
  return `${decimalText({ digits: basisPoints, scale: 2 })} %`;
}

function calls(count: number): string {
  return count === 1 ? "1 changed call" : `${count} changed calls`;
}

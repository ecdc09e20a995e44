import type { CallSiteChange, TreeDiff } from "@runrate/callsites";
import {
  addUsd,
  formatPercentDelta,
  picoUsd,
  subtractUsd,
  timesCalls,
  toDecimal,
  verdictOf,
  type AmountChange,
  type CheaperModel,
  type MonthlyVolume,
  type PolicyFinding,
} from "@runrate/core";
import type { BillLine } from "./bill-lines.ts";
import { placeOf } from "./call-group.ts";
import { callSiteJson } from "./call-site-json.ts";
import { declareLine } from "./declare-line.ts";
import type { DismissedChange } from "./dismissal.ts";
import { endingModels } from "./ending-models.ts";
import type { Judged } from "./judge-bill.ts";
import type { BillReport, ReportAmounts, ReportCases, ReportChange } from "./report.ts";
import type { NamedProfile } from "./volume.ts";

export interface ReportFacts {
  readonly bill: Judged;
  readonly findings: readonly PolicyFinding[];
  readonly found: TreeDiff;
  readonly countTokens: (text: string) => number;
  readonly dismissed: readonly DismissedChange[];
  readonly touched: ReadonlySet<string>;
  readonly cheaper: (line: BillLine) => readonly CheaperModel[];
  readonly isBelowFloor: boolean;
  readonly measuredName: NamedProfile | null;
  readonly isDisclosed: boolean;
}

/** Puts an assessment into the form of `runrate diff --json`. */
export function writeReport(facts: ReportFacts): BillReport {
  const { bill, found, dismissed, touched } = facts;
  const { lines, total, parts, prices, now } = bill;
  const whole =
    parts.length === 0 || !facts.isDisclosed ? null : picoUsd(parts.reduce((sum, { usd }) => sum + usd, 0n));
  const monthlyBill = total.monthly && {
    before: whole ?? total.monthly.before.likely,
    after: whole === null ? total.monthly.after.likely : addUsd(whole, total.monthly.delta),
  };
  return {
    version: 1,
    changes: lines.flatMap((line, call) => line.group.changes.map((change) => changeJson(change, line, call))),
    unresolved: found.unresolved.map((site) => ({
      ...callSiteJson(site, facts.countTokens),
      touched: touched.has(site.path),
      declare: declareLine(site),
    })),
    dismissed: dismissed.map(({ change, reason, expires, where, isNew }) => ({
      kind: change.kind,
      path: change.path,
      line: change.line,
      reason,
      expires,
      where,
      new: isNew,
    })),
    cheaper: lines.flatMap((line, call) => cheaperJson(line, call, facts.cheaper(line))),
    ending: endingJson(lines, bill),
    totals: {
      changes: lines.reduce((sum, { group }) => sum + group.changes.length, 0),
      calls: lines.length,
      unchanged: found.unchanged,
      dismissed: dismissed.length,
      unresolved: found.unresolved.length,
      without_volume: total.withoutVolume,
      without_price: total.withoutPrice,
      monthly_usd: total.monthly && amountsJson(total.monthly),
      monthly_range_usd: total.monthly && casesJson(total.monthly),
      monthly_at_most: total.monthlyIsAtMost,
      monthly_bill_usd: monthlyBill && { before: toDecimal(monthlyBill.before), after: toDecimal(monthlyBill.after) },
      monthly_percent:
        monthlyBill && monthlyBill.before > 0n
          ? formatPercentDelta(subtractUsd(monthlyBill.after, monthlyBill.before), monthlyBill.before)
          : null,
      per_1k_calls_usd: total.per1kCalls && amountsJson(total.per1kCalls),
      per_1k_calls_range_usd: total.per1kCalls && casesJson(total.per1kCalls),
    },
    verdict: mutableVerdict(verdictOf(total.direction, facts.findings)),
    below_floor: facts.isBelowFloor,
    prices: {
      as_of: prices.catalogue.as_of,
      age_days: Math.max(0, Math.floor((now - Date.parse(prices.catalogue.as_of)) / 86_400_000)),
      basis: prices.catalogue.basis,
    },
    volumes_from: volumesFrom(lines, facts.measuredName),
    disclosed: facts.isDisclosed,
    notes: found.notes.map(({ path, reason }) => ({ path, reason, touched: touched.has(path) })),
  };
}

function mutableVerdict(verdict: ReturnType<typeof verdictOf>): BillReport["verdict"] {
  return { ...verdict, reasons: [...verdict.reasons] };
}

function changeJson(change: CallSiteChange, line: BillLine, call: number): ReportChange {
  const { bill, atMost, volume } = line;
  const unpriced = bill.unpriced.map((why) => `no cost: ${why}`);
  return {
    kind: change.kind,
    path: change.path,
    line: change.line,
    path_before: change.pathBefore,
    line_before: change.lineBefore,
    value_at: change.valueAt && { ...change.valueAt },
    sdk: change.sdk,
    call,
    workload: volume.workload,
    before: sideJson(change.before),
    after: sideJson(change.after),
    per_call_usd: bill.perCall && sideOf(bill.perCall, "likely"),
    per_call_range_usd: bill.perCall && casesJson(bill.perCall),
    monthly_usd: bill.monthly && amountsJson(bill.monthly),
    monthly_range_usd: bill.monthly && casesJson(bill.monthly),
    monthly_at_most_usd: atMost && amountsJson(atMost),
    volume: bill.volume && volumeJson(bill.volume),
    direction: change.direction,
    origin: change.origin,
    assumptions: [...line.assumptions, ...unpriced],
    ...(change.reason === null ? {} : { reason: change.reason }),
  };
}

function sideJson(side: CallSiteChange["before"]): ReportChange["before"] {
  return (
    side && {
      model: side.model,
      models: [...side.models],
      max_output_tokens: side.maxOutputTokens,
      service_tier: side.serviceTier,
      input_tokens: { ...side.inputTokens },
      tools: [...side.tools],
    }
  );
}

function amountsJson(change: AmountChange): ReportAmounts {
  return { ...sideOf(change, "likely"), delta: toDecimal(change.delta) };
}

function casesJson(change: AmountChange): ReportCases {
  return { low: sideOf(change, "low"), high: sideOf(change, "high") };
}

function sideOf({ before, after }: AmountChange, which: "low" | "likely" | "high"): { before: string; after: string } {
  return { before: toDecimal(before[which]), after: toDecimal(after[which]) };
}

function volumeJson({ calls, origin, share }: MonthlyVolume): NonNullable<ReportChange["volume"]> {
  const { low, likely, high } = calls;
  return { calls_per_month: { low: Number(low), likely: Number(likely), high: Number(high) }, origin, share };
}

function cheaperJson(line: BillLine, call: number, models: readonly CheaperModel[]): BillReport["cheaper"] {
  const { after } = line.group;
  const { perCall } = line.bill;
  if (after?.model.kind !== "known" || !perCall) return [];
  const { value: model } = after.model;
  const now = timesCalls(perCall, 1_000n).after.likely;
  return models.map((cheaper) => {
    const instead = picoUsd(cheaper.usdPerCall * 1_000n);
    return {
      ...placeOf(line.group),
      call,
      model,
      instead: cheaper.model,
      provider: cheaper.provider,
      kind: cheaper.kind,
      per_1k_calls_usd: {
        before: toDecimal(now),
        after: toDecimal(instead),
        delta: toDecimal(subtractUsd(instead, now)),
      },
    };
  });
}

function endingJson(lines: readonly BillLine[], { prices, now }: Judged): BillReport["ending"] {
  const seen = new Set<string>();
  return lines.flatMap(({ group }) =>
    group.changes.flatMap(({ after }) => {
      const models = after ? [...after.models, ...(after.model === null ? [] : [after.model])] : [];
      const fresh = [...new Set(models)].filter((model) => !seen.has(model));
      for (const model of fresh) seen.add(model);
      return endingModels(fresh, prices, now).map(({ model, date, daysLeft, replacement }) => ({
        model,
        date,
        days_left: daysLeft,
        replacement,
        ...placeOf(group),
      }));
    }),
  );
}

function volumesFrom(lines: readonly BillLine[], measured: NamedProfile | null): string | null {
  const origins = new Set(
    lines.flatMap(({ bill, volume }) => bill.volume?.origin ?? volume.shared?.volume.origin ?? []),
  );
  const said = [
    ...(origins.has("declared") ? ["runrate.yml"] : []),
    ...(origins.has("measured") && measured
      ? [`${measured.name} (${measured.profile.from.slice(0, 10)} to ${measured.profile.to.slice(0, 10)})`]
      : []),
  ];
  return said.length === 0 ? null : said.join(" and ");
}

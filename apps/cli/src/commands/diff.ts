import { diffTrees, loadTokenCounter, openTree, type CallSiteChange, type CallValues } from "@runrate/callsites";
import {
  billChange,
  estimateCall,
  formatUsd,
  judge,
  priceUsage,
  resolveModel,
  timesCalls,
  toDecimal,
  totalBill,
  type BilledChange,
  type BillTotal,
  type CallCost,
  type ModelCall,
  type PriceCall,
  type Verdict,
} from "@runrate/core";
import { renderColumns } from "../columns.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { pricesOf } from "../prices.ts";
import type { CommandResult } from "../terminal.ts";
import { siteJson } from "./scan.ts";

interface DiffOptions {
  readonly base: string;
  readonly head: string;
}

/** `runrate diff` (DESIGN.md, Interfaces): per call and per 1,000 calls, judged by the policies of `runrate.yml`. Volumes are not read yet. */
export async function diff(
  _args: readonly string[],
  options: DiffOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const estimate = callEstimator(context);
  const repository = { repository: context.folder };
  const [base, head] = [await openTree(options.base, repository), await openTree(options.head, repository)];
  const found = await diffTrees(base, head, { settings: configurationOf(context).callsites, estimate });
  const cost = (call: ModelCall | null): CallCost | null => call && estimate(call);
  const changes = found.changes.map((change) => ({
    change,
    bill: billChange(change.direction, { before: cost(change.call.before), after: cost(change.call.after) }, null),
  }));
  const total = totalBill(changes.map(({ bill }) => bill));
  const verdict = judgeChanges(changes, total, context);
  const countTokens = await loadTokenCounter();
  return {
    isNo: verdict.policy === "fail",
    text: [renderChanges(changes, total.direction), ...verdict.reasons.map(printable)].join("\n"),
    json: {
      version: 1,
      changes: changes.map(({ change, bill }) => changeJson(change, bill)),
      unresolved: found.unresolved.map((site) => siteJson(site, countTokens)),
      totals: {
        changes: total.changes,
        unchanged: found.unchanged,
        dismissed: found.dismissed.length,
        monthly_usd: null,
        per_1k_calls_usd: total.per1kCalls && amounts(total.per1kCalls),
      },
      verdict,
      notes: found.notes,
    },
  };
}

function callEstimator(context: CommandContext): (call: ModelCall) => CallCost {
  const { catalogue, aliases } = pricesOf(context);
  const price: PriceCall = ({ model, serviceTier, inputTokens, cachedInputTokens, outputTokens }) => {
    const usage = { inputTokens, cachedInputTokens, outputTokens };
    return priceUsage(catalogue, { model, serviceTier, at: context.now, usage, requests: 1 }, aliases);
  };
  return (call) => estimateCall(call, price);
}

/** The verdict by `policies` of `runrate.yml`. @returns limits that need a volume as "not checked", never as passed */
function judgeChanges(changes: readonly Change[], total: BillTotal, context: CommandContext): Verdict {
  const { policies } = configurationOf(context);
  const after = changes.flatMap(({ change }) => change.after ?? []);
  const models = [
    ...new Set(after.flatMap((side) => (side.models.length > 0 ? side.models : (side.model ?? [])))),
  ].sort();
  const { catalogue, aliases } = pricesOf(context);
  const found = models.map((model) => ({ model, resolution: resolveModel(catalogue, { model }, aliases) }));
  const verdict = judge(total, policies, {
    monthlyBefore: null,
    shutDown: found.flatMap(({ model, resolution }) => {
      if (resolution.kind !== "found" || resolution.model.shutdown === undefined) return [];
      const { shutdown: date, replacement } = resolution.model;
      const daysLeft = Math.ceil((Date.parse(date) - context.now) / DAY_MS);
      return [{ model, date, daysLeft, ...(replacement === undefined ? {} : { replacement }) }];
    }),
    unresolved: after.filter(({ model, models: several }) => model === null && several.length === 0).length,
    unpricedModels: found.filter(({ resolution }) => resolution.kind !== "found").map(({ model }) => model),
  });
  const budgets = [policies.fail.budget, policies.warn.budget].filter((name) => name !== undefined);
  return {
    ...verdict,
    reasons: [...verdict.reasons, ...budgets.map((name) => `not checked: budget ${name}, as no volume is known`)],
  };
}

const DAY_MS = 86_400_000;

type Change = { readonly change: CallSiteChange; readonly bill: BilledChange };

const COLUMNS = ["where", "change", "before", "after", "direction", "per 1,000 calls"].map(
  (heading) => ({ heading, align: heading === "per 1,000 calls" ? "right" : "left" }) as const,
);

function renderChanges(changes: readonly Change[], direction: string): string {
  if (changes.length === 0) return "no call of a language model changed";
  const rows = changes.map(({ change, bill }) => [
    `${change.path}:${change.line}`,
    change.kind,
    valueOf(change, change.before),
    valueOf(change, change.after),
    change.direction,
    bill.perCall === null ? "n/a" : formatUsd(timesCalls(bill.perCall, 1_000n).delta),
  ]);
  return `${renderColumns(
    COLUMNS,
    rows.map((row) => row.map(printable)),
  )}\nestimated LLM spend: ${direction}, at assumed sizes of calls`;
}

function valueOf({ kind }: CallSiteChange, side: CallValues | null): string {
  if (side === null) return "-";
  return kind === "limit" ? String(side.maxOutputTokens ?? "-") : (side.model ?? "?");
}

function changeJson(change: CallSiteChange, bill: BilledChange) {
  return {
    kind: change.kind,
    path: change.path,
    line: change.line,
    path_before: change.pathBefore,
    line_before: change.lineBefore,
    value_at: change.valueAt,
    sdk: change.sdk,
    before: sideJson(change.before),
    after: sideJson(change.after),
    per_call_usd: bill.perCall && amounts(bill.perCall),
    monthly_usd: null,
    direction: change.direction,
    origin: change.origin,
    assumptions: bill.assumptions,
    ...(change.reason === null ? {} : { reason: change.reason }),
  };
}

function sideJson(side: CallValues | null) {
  return (
    side && {
      model: side.model,
      models: side.models,
      max_output_tokens: side.maxOutputTokens,
      service_tier: side.serviceTier,
      input_tokens: side.inputTokens,
      tools: side.tools,
    }
  );
}

function amounts({ before, after, delta }: NonNullable<BilledChange["perCall"]>) {
  return { before: toDecimal(before.likely), after: toDecimal(after.likely), delta: toDecimal(delta) };
}

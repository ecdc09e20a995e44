import { assessBill, headline, renderComment, type BillReport, type ReportChange } from "@runrate/bill";
import { openTree } from "@runrate/callsites";
import { formatUsd, parseUsd, picoUsd, RunrateError } from "@runrate/core";
import { renderColumns } from "../columns.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { pricesOf } from "../prices.ts";
import { scanCache } from "../scan-cache.ts";
import type { CommandResult } from "../terminal.ts";
import { usageOf } from "../usage-profile.ts";

interface DiffOptions {
  readonly base: string;
  readonly head: string;
  readonly usage?: string;
  readonly markdown?: boolean;
  readonly listPrices?: boolean;
}

/** `runrate diff` (DESIGN.md, Interfaces): what a change of the source does to the bill, judged by the policies of `runrate.yml`. */
export async function diff(
  _args: readonly string[],
  options: DiffOptions,
  context: CommandContext,
): Promise<CommandResult> {
  if (options.markdown === true && context.json) {
    throw new RunrateError("bad_argument", "--markdown and --json exclude each other", { hint: "Give one of them." });
  }
  const repository = { repository: context.folder };
  const [base, head] = [await openTree(options.base, repository), await openTree(options.head, repository)];
  const report = await assessBill({
    base,
    head,
    config: configurationOf(context),
    ...pricesOf(context),
    measured: options.usage === undefined ? null : await usageOf(options.usage, context),
    now: context.now,
    scan: scanCache(context.terminal.env),
    isDisclosed: options.listPrices !== true,
    isOwnDismissalCounted: false,
  });
  const command = `runrate diff --base ${options.base} --head ${options.head}`;
  return {
    isNo: report.verdict.policy === "fail",
    text: options.markdown === true ? renderComment(report, { command }).trimEnd() : renderText(report),
    json: report,
  };
}

const COLUMNS = ["where", "change", "before", "after", "direction", "per 1,000 calls", "a month"].map(
  (heading) => ({ heading, align: /calls|month/.test(heading) ? "right" : "left" }) as const,
);

function renderText(report: BillReport): string {
  const { changes, verdict, unresolved, dismissed } = report;
  const said = verdict.reasons.map(printable);
  const also = [
    ...report.ending.map(({ model, date, replacement }) =>
      printable(
        `${model} ${date === null ? "is deprecated" : `ends on ${date}`}${replacement === null ? "" : `; its maker recommends ${replacement}`}`,
      ),
    ),
    ...(dismissed.length === 0 ? [] : [`${dismissed.length} dismissed`]),
    ...(unresolved.length === 0
      ? []
      : [`${unresolved.length} calls whose model could not be resolved: --json lists them`]),
  ];
  if (changes.length === 0) return ["no call of a language model changed", ...said, ...also].join("\n");
  const rows = changes.map((change) =>
    [
      `${change.path}:${change.line}`,
      change.kind,
      valueOf(change, change.before),
      valueOf(change, change.after),
      change.direction,
      change.per_call_usd === null
        ? "n/a"
        : signed((parseUsd(change.per_call_usd.after) - parseUsd(change.per_call_usd.before)) * 1_000n),
      monthly(change),
    ].map(printable),
  );
  return [renderColumns(COLUMNS, rows), headline(report), ...said, ...also].join("\n");
}

function monthly({ monthly_usd: own, monthly_at_most_usd: atMost, volume }: ReportChange): string {
  const amounts = own ?? atMost;
  if (amounts === null) return "no volume";
  const bound = own === null || volume?.share === "at-most" ? "at most " : "";
  return `${bound}${signed(parseUsd(amounts.delta))}`;
}

function signed(pico: bigint): string {
  return pico > 0n ? `+${formatUsd(picoUsd(pico))}` : formatUsd(picoUsd(pico));
}

function valueOf({ kind }: ReportChange, side: ReportChange["before"]): string {
  if (side === null) return "-";
  switch (kind) {
    case "limit":
      return String(side.max_output_tokens ?? "-");
    case "tier":
      return side.service_tier ?? "standard";
    case "prompt":
      return `${side.input_tokens.static} tokens`;
    case "tool":
      return side.tools.join(" ") || "-";
    default:
      return side.model ?? "?";
  }
}

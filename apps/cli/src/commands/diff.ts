import {
  assessBill,
  diffCommand,
  headline,
  renderComment,
  type BillReport,
  type FindingPlace,
  type ReportChange,
} from "@runrate/bill";
import { openTree, openWorkTree } from "@runrate/callsites";
import { formatSigned, parseUsd, picoUsd, RunrateError } from "@runrate/core";
import { renderColumns } from "../columns.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { readJudgedBy } from "../judged-by.ts";
import { listCatalogue, pricesWith } from "../prices.ts";
import { scanCache } from "../scan-cache.ts";
import type { CommandResult } from "../terminal.ts";
import { usageOf } from "../usage-profile.ts";

interface DiffOptions {
  readonly base: string;
  readonly head?: string;
  readonly usage?: string;
  readonly markdown?: boolean;
  readonly listPrices?: boolean;
  readonly only?: readonly string[];
  readonly paths?: readonly string[];
  readonly judgedBy?: string;
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
  const base = await openTree(options.base, repository);
  const head =
    options.head === undefined
      ? await openWorkTree(options.base, context.folder)
      : await openTree(options.head, repository);
  const { only } = options;
  const paths = (options.paths ?? []).flatMap((globs) => globs.split(/[\n,]/)).filter((glob) => glob.trim() !== "");
  const judge = options.judgedBy === undefined ? null : readJudgedBy(options.judgedBy, options.usage, context);
  const config = judge?.config ?? configurationOf(context);
  const report = await assessBill({
    base,
    head,
    config,
    ...pricesWith(judge?.list ?? listCatalogue(context), config.prices, context),
    measured: judge?.measured ?? (options.usage === undefined ? null : await usageOf(options.usage, context)),
    now: context.now,
    paths,
    ...(only === undefined ? {} : { only: only.map(placeIn) }),
    scan: scanCache(context.terminal.env),
    isDisclosed: options.listPrices !== true,
    isOwnDismissalCounted: judge !== null,
  });
  const command = diffCommand({ ...context.options, ...options, paths, now: context.now });
  return {
    isNo: report.verdict.policy === "fail",
    text:
      options.markdown === true
        ? renderComment(report, { reproduction: { before: [], command } }).trimEnd()
        : renderText(report, only !== undefined),
    json: report,
  };
}

/** "src/answer.ts:5", "src/answer.ts" */
function placeIn(text: string): FindingPlace {
  const [, path = text, line] = /^(.+):(\d+)$/s.exec(text) ?? [];
  return { path, line: line === undefined ? null : Number(line) };
}

const COLUMNS = ["where", "change", "before", "after", "direction", "per 1,000 calls", "a month"].map(
  (heading) => ({ heading, align: /calls|month/.test(heading) ? "right" : "left" }) as const,
);

function renderText(report: BillReport, isOfFindings: boolean): string {
  const { changes, verdict, unresolved, dismissed } = report;
  const said = verdict.reasons.map(printable);
  const also = [
    ...report.ending.map(({ model, date, replacement }) =>
      printable(
        `${model} ${date === null ? "is deprecated" : `ends on ${date}`}${replacement === null ? "" : `; its maker recommends ${replacement}`}`,
      ),
    ),
    ...(dismissed.length === 0 ? [] : [`${dismissed.length} dismissed`]),
    ...(isOfFindings
      ? unresolved.map(({ path, line, reason, declare }) =>
          [
            `${printable(`${path}:${line}: ${reason ?? "the model is not a constant"}`)}. Add to runrate.yml:`,
            ...declare.split("\n").map(printable),
          ].join("\n"),
        )
      : unresolved.length === 0
        ? []
        : [
            `${unresolved.length} ${unresolved.length === 1 ? "call" : "calls"} whose model could not be resolved: --json lists them`,
          ]),
  ];
  const unread = isOfFindings ? 0 : report.notes.filter(({ touched }) => touched === true).length;
  if (unread > 0) also.push(`${unread} of the changed files could not be read as a whole: --json lists them as notes`);
  if (changes.length === 0 && isOfFindings && also.length > 0) return [...said, ...also].join("\n");
  if (changes.length === 0) return ["no call of a language model changed", ...said, ...also].join("\n");
  const rows = changes.map((change, index) => {
    // A call costs once, however many of its settings change: its place and amounts stand in its first row.
    const isSame = changes[index - 1]?.call === change.call;
    return [
      isSame ? "" : `${change.path}:${change.line}`,
      change.kind,
      valueOf(change, change.before),
      valueOf(change, change.after),
      change.direction,
      ...(isSame ? [] : [per1kCalls(change), monthly(change)]),
    ].map(printable);
  });
  return [renderColumns(COLUMNS, rows), headline(report), ...said, ...also].join("\n");
}

function per1kCalls({ per_call_usd: perCall }: ReportChange): string {
  return perCall === null
    ? "n/a"
    : formatSigned(picoUsd((parseUsd(perCall.after) - parseUsd(perCall.before)) * 1_000n));
}

function monthly({ monthly_usd: own, monthly_at_most_usd: atMost, volume }: ReportChange): string {
  const amounts = own ?? atMost;
  if (amounts === null) return "no volume";
  const bound = own === null || volume?.share === "at-most" ? "at most " : "";
  return `${bound}${formatSigned(parseUsd(amounts.delta))}`;
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

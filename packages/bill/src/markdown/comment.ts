import { formatPercent, formatUsd, parseUsd, picoUsd } from "@runrate/core";
import type { BillReport } from "../report.ts";
import { changeWords } from "./change-words.ts";
import { findingCommand, type Reproduction } from "../reproduce.ts";
import { code, fenced, linked, placeText, prose } from "./escape.ts";
import { headline } from "./headline.ts";
import { tableCalls, tables, type LinkTo, type TableCall } from "./table.ts";

export interface CommentOptions {
  /** Where a line can be seen; absent: nowhere. */
  readonly linkTo?: LinkTo;
  /** How the same is seen in a terminal, all of it and finding by finding. */
  readonly reproduction?: Reproduction;
  /** Sentences of the caller's own, in Markdown, under the headline. */
  readonly remarks?: readonly string[];
  /** Characters that the comment must stay under; GitHub's bound is 65,536. */
  readonly longest?: number;
}

const GITHUB_LONGEST = 65_000;
/** How much is shown, from everything to the least: calls, assumptions, findings in lists, commands of single findings. */
const LEVELS = [
  { calls: 2_000, assumptions: true, list: 200, commands: 50 },
  { calls: 300, assumptions: true, list: 50, commands: 25 },
  { calls: 150, assumptions: false, list: 30, commands: 15 },
  { calls: 60, assumptions: false, list: 15, commands: 8 },
  { calls: 20, assumptions: false, list: 5, commands: 4 },
  { calls: 5, assumptions: false, list: 2, commands: 1 },
] as const;

type Level = (typeof LEVELS)[number];

/** A part of the comment. Where even the least is too long, those with the highest `leave` are left out first; 0 never. */
interface Part {
  readonly text: string;
  readonly leave: number;
}

const LEFT_OUT: Part = {
  text: "The rest does not fit into a comment; the job summary or a terminal shows it.",
  leave: 0,
};

/**
 * The pull request comment of a report, in GitHub's Markdown: money first, then the changed calls, then what folds. Shortened
 * by leaving out whole parts, and saying so, until it is short enough. All text from outside is escaped.
 */
export function renderComment(report: BillReport, options: CommentOptions = {}): string {
  const longest = options.longest ?? GITHUB_LONGEST;
  let parts: readonly Part[] = [];
  for (const level of LEVELS) {
    parts = partsOf(report, options, level);
    const body = joined(parts);
    if (body.length < longest) return body;
  }
  // The note stands before the footer.
  parts = [...parts.slice(0, -1), LEFT_OUT, ...parts.slice(-1)];
  for (;;) {
    const body = joined(parts);
    const most = Math.max(...parts.map(({ leave }) => leave));
    if (body.length < longest || most === 0) return body;
    parts = parts.filter(({ leave }) => leave !== most);
  }
}

function joined(parts: readonly Part[]): string {
  return `${parts.map(({ text }) => text).join("\n\n")}\n`;
}

function partsOf(report: BillReport, options: CommentOptions, level: Level): readonly Part[] {
  const linkTo = options.linkTo ?? (() => null);
  const calls = tableCalls(report);
  const shown = calls.slice(0, level.calls);
  const isMonthly = report.changes.some((change) => change.monthly_usd ?? change.monthly_at_most_usd);
  const hidden = calls.length - shown.length;
  const remarks = options.remarks ?? [];
  return [
    { text: `### ${headline(report)}`, leave: 0 },
    ...remarks.map((text) => ({ text, leave: 2 })),
    { text: policyPart(report, level), leave: 1 },
    { text: shown.length > 0 ? tables(shown, isMonthly, linkTo) : "", leave: 3 },
    {
      text:
        hidden > 0
          ? `${plural(hidden, "more changed call")} with smaller effect ${hidden === 1 ? "is" : "are"} not shown.`
          : "",
      leave: 4,
    },
    { text: volumePart(report, isMonthly), leave: 4 },
    { text: endingPart(report, linkTo, level), leave: 5 },
    { text: cheaperPart(report, linkTo, level), leave: 7 },
    { text: level.assumptions ? assumptionsPart(shown) : "", leave: 8 },
    { text: unresolvedPart(report, linkTo, level), leave: 6 },
    { text: dismissedPart(report, linkTo, level), leave: 6 },
    { text: unreadPart(report, level), leave: 6 },
    { text: reproductionPart(report, options, calls, level), leave: 9 },
    { text: footer(report), leave: 0 },
  ].filter(({ text }) => text !== "");
}

const POLICY = { pass: "✅ Within the policy", warn: "⚠️ The policy warns", fail: "❌ The policy fails this" } as const;

function policyPart({ verdict }: BillReport, { list }: Level): string {
  if (verdict.policy === "pass" && verdict.reasons.length === 0) return "";
  const isOpen = verdict.policy === "pass" && verdict.reasons.length > 0;
  return [
    `**${isOpen ? "Within the policy as far as it could be checked" : POLICY[verdict.policy]}**`,
    "",
    ...verdict.reasons.slice(0, list + 3).map((reason) => `- ${prose(reason)}`),
    ...more(verdict.reasons.length, list + 3),
  ].join("\n");
}

function volumePart({ volumes_from: from, disclosed, changes }: BillReport, isMonthly: boolean): string {
  if (changes.length === 0) return "";
  if (!disclosed)
    return "Figures are list prices per 1,000 calls: volumes and negotiated rates are not shown in public.";
  const said = from === null ? "" : `Calls a month: from ${prose(from)}.`;
  const isOpen = changes.some((change) => change.volume === null);
  const isShared = changes.some((change) => change.volume?.share === "at-most" || change.monthly_at_most_usd !== null);
  const how = isOpen
    ? "Declare `calls_per_month` of a workload in `runrate.yml` (or give `usage`) to see dollars a month."
    : isShared
      ? "“At most”: several calls share this volume; give each a workload of its own in `runrate.yml`."
      : "";
  return [said, isMonthly && isOpen ? "Some calls have no volume." : "", how].filter((part) => part !== "").join(" ");
}

function endingPart({ ending }: BillReport, linkTo: LinkTo, { list }: Level): string {
  if (ending.length === 0) return "";
  const lines = ending.slice(0, list).map(({ model, date, days_left: days, replacement, path, line }) => {
    const when =
      date === null || days === null
        ? "is deprecated"
        : days <= 0
          ? `was shut down on **${prose(date)}**`
          : `shuts down on **${prose(date)}**, in ${plural(days, "day")}`;
    const instead = replacement === null ? "" : `; its maker recommends ${code(replacement, 80)}`;
    return `- ${code(model, 80)} ${when}${instead} (${linked(code(placeText({ path, line })), linkTo(path, line, "after"))})`;
  });
  return ["**Models that end**", "", ...lines, ...more(ending.length, list)].join("\n");
}

const KINDS = { "same-class": "same provider and class", smaller: "a class smaller", "other-provider": "" } as const;

function cheaperPart({ cheaper }: BillReport, linkTo: LinkTo, { list }: Level): string {
  if (cheaper.length === 0) return "";
  const seen = new Set<string>();
  // Ten calls of one model have the same alternatives: they are said once.
  const fresh = cheaper.filter(
    ({ model, instead }) => !seen.has(`${model} ${instead}`) && seen.add(`${model} ${instead}`),
  );
  const lines = fresh.slice(0, list).map(({ model, instead, provider, kind, per_1k_calls_usd: usd, path, line }) => {
    const [was, is] = [parseUsd(usd.before), parseUsd(usd.after)];
    const share = formatPercent(picoUsd(was - is), was, 0);
    const what = kind === "other-provider" ? `from ${prose(provider, 40)}` : KINDS[kind];
    return `- ${code(instead, 80)} (${what}) instead of ${code(model, 80)}: ${formatUsd(is)} rather than ${formatUsd(was)} per 1,000 calls, ${share} less (${linked(code(placeText({ path, line })), linkTo(path, line, "after"))})`;
  });
  return folded("Cheaper models that could serve", [
    "By price and class alone: whether the answers are good enough is yours to judge.",
    "",
    ...lines,
    ...more(fresh.length, list),
  ]);
}

function assumptionsPart(calls: readonly TableCall[]): string {
  const by = new Map<string, TableCall[]>();
  for (const call of calls) {
    const key = call.first.assumptions.join("; ");
    if (key !== "") by.set(key, [...(by.get(key) ?? []), call]);
  }
  if (by.size === 0) return "";
  const lines = [...by].map(([said, own]) => {
    const places = own.slice(0, 5).map(({ first }) => code(placeText(first)));
    const rest = own.length > 5 ? ` and ${own.length - 5} more` : "";
    return `- ${places.join(", ")}${rest}: ${prose(said, 1_500)}`;
  });
  return folded("Assumptions", lines);
}

function unresolvedPart({ unresolved }: BillReport, linkTo: LinkTo, { list }: Level): string {
  const touched = unresolved.filter(({ touched: isTouched }) => isTouched);
  if (touched.length === 0) return "";
  const lines = touched.slice(0, list).flatMap(({ path, line, reason, declare }) => [
    `- ${linked(code(placeText({ path, line })), linkTo(path, line, "after"))}: ${prose(reason ?? "the model is not a constant")}. Add to \`runrate.yml\`:`,
    ...fenced(
      "yaml",
      declare.split("\n").map((text) => text.replaceAll("`", "'")),
      "  ",
    ),
  ]);
  return folded(`${plural(touched.length, "call")} here whose model could not be resolved`, [
    ...lines,
    ...more(touched.length, list),
  ]);
}

function dismissedPart({ dismissed }: BillReport, linkTo: LinkTo, { list }: Level): string {
  if (dismissed.length === 0) return "";
  const lines = dismissed.slice(0, list).map(({ path, line, kind, reason, expires, where, new: isNew }) => {
    const until = expires === null ? "" : `, until ${prose(expires)}`;
    const fresh = isNew ? " **Dismissed by this change itself.**" : "";
    const why = reason === "" ? "no reason given" : prose(reason);
    return `- ${linked(code(placeText({ path, line })), linkTo(path, line, "after"))}, ${prose(kind)}: ${why} (in ${where === "source" ? "the source" : "`runrate.yml`"}${until}).${fresh}`;
  });
  return folded(`${plural(dismissed.length, "finding")} dismissed`, [...lines, ...more(dismissed.length, list)]);
}

/** A call in a file that nobody could read is in no table: what the change touches of such is named. */
function unreadPart({ notes }: BillReport, { list }: Level): string {
  const touched = notes.filter((note) => note.touched === true);
  if (touched.length === 0) return "";
  const lines = touched.slice(0, list).map(({ path, reason }) => `- ${code(path)}: ${prose(reason)}`);
  return folded(`${plural(touched.length, "file")} of this change that could not be read as a whole`, [
    ...lines,
    ...more(touched.length, list),
  ]);
}

function reproductionPart(
  { unresolved }: BillReport,
  { reproduction }: CommentOptions,
  calls: readonly TableCall[],
  { commands }: Level,
): string {
  if (reproduction === undefined) return "";
  const places = [...calls.map(({ first }) => first), ...unresolved.filter(({ touched }) => touched)];
  const each = [...new Set(places.map((place) => findingCommand(reproduction, place)))];
  const left = each.length - commands;
  const rest =
    left > 0
      ? ["", `… and ${plural(left, "more finding")}: the same, with the place of the finding after \`--only\`.`]
      : [];
  return folded("The same in a terminal", [
    ...fenced("sh", [...reproduction.before, reproduction.command]),
    ...(each.length === 0 ? [] : ["", "Each finding alone:", "", ...fenced("sh", each.slice(0, commands)), ...rest]),
  ]);
}

function footer({ totals, prices }: BillReport): string {
  const basis = prices.basis === "negotiated" ? "negotiated prices over list prices" : "list prices";
  const said = [
    `${plural(totals.unchanged, "other call")} unchanged`,
    `${basis} as of ${prose(prices.as_of)} (${plural(prices.age_days, "day")} old)`,
  ];
  return `<sub>${said.join(" · ")}</sub>`;
}

/** What changed in a call and what it does, on one line of Markdown-free text, for annotations. */
export function describeCall({ changes }: TableCall): string {
  return changes.map((change) => changeWords(change).replaceAll(/[`*]/g, "").replaceAll("\\|", "|")).join("; ");
}

function folded(summary: string, lines: readonly string[]): string {
  return ["<details>", `<summary>${summary}</summary>`, "", ...lines, "", "</details>"].join("\n");
}

function more(count: number, shown: number): string[] {
  return count > shown ? [`- … and ${count - shown} more`] : [];
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

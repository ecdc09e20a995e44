import { answerJson, askQuestion, budgetReports } from "@runrate/ask";
import {
  amountText,
  applyDeclared,
  budgetHistory,
  describeTermsChange,
  dryRun,
  exportBudgets,
  listBudgets,
  parseBudgetCommand,
  proposedTerms,
  raiseBudget,
  removeBudget,
  reportJson,
  requireBudget,
  setBudget,
  tagNames,
  termsSentence,
  unitsText,
  type BudgetCommand,
  type BudgetOutcome,
  type BudgetTerms,
  type DryRun,
} from "@runrate/budgets";
import { dayName, RunrateError } from "@runrate/core";
import type { LedgerStore } from "@runrate/ledger";
import { actorOf } from "../actor.ts";
import { answerText } from "../answer-text.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { refuseNamed, withLedger, withLedgerOrNone } from "../ledger.ts";
import { refuseEatenAmounts } from "../shell-amount.ts";
import type { CommandResult } from "../terminal.ts";
import { questionContext } from "./ask.ts";

/** `runrate budget …`: the words of `/cost budget`, at a terminal. */
export async function budget(
  words: readonly string[],
  options: { readonly days?: string },
  context: CommandContext,
): Promise<CommandResult> {
  refuseEatenAmounts(words);
  const text = words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ");
  const done = await withLedgerOrNone(context, async (ledger, missing) => {
    const command = await readCommand(text, ledger, context);
    if (missing !== null && MAKES_LEDGER.has(command.kind)) return command;
    if (READS_LEDGER.has(command.kind)) refuseNamed(missing, context);
    return await run(command, ledger, context, options);
  });
  if (!("kind" in done)) return done;
  return await withLedger(context, (ledger) => run(done, ledger, context, options));
}

const MAKES_LEDGER: ReadonlySet<BudgetCommand["kind"]> = new Set(["set", "apply"]);
const READS_LEDGER: ReadonlySet<BudgetCommand["kind"]> = new Set([
  "list",
  "show",
  "raise",
  "delete",
  "try",
  "try-stored",
  "history",
  "export",
]);

/** A bare name asks for that budget. */
async function readCommand(text: string, ledger: LedgerStore, context: CommandContext): Promise<BudgetCommand> {
  const wanted = text.replaceAll('"', "").trim().toLowerCase();
  const names = [
    ...configurationOf(context).budgets.map(({ name }) => name),
    ...(await listBudgets(ledger)).map(({ name }) => name),
  ];
  const named = names.find((name) => name.toLowerCase() === wanted);
  return named === undefined ? parseBudgetCommand(text, await tagNames(ledger)) : { kind: "show", named };
}

async function run(
  command: BudgetCommand,
  ledger: LedgerStore,
  context: CommandContext,
  options: { readonly days?: string },
): Promise<CommandResult> {
  const change = { actor: `cli:${actorOf(context.terminal)}` };
  const place = { channel: null, zone: configurationOf(context).timezone ?? "UTC" };
  switch (command.kind) {
    case "list":
      return await status(undefined, ledger, context);
    case "show":
      return await status(command.named, ledger, context);
    case "set":
      return outcome(await setBudget(ledger, command.proposal, place, change));
    case "raise": {
      const found = await requireBudget(ledger, command.named);
      if (command.amount === null)
        throw terminalOnly(`raise needs the new amount: \`runrate budget raise ${found.name} $2000\``);
      const reason = command.reason === null ? {} : { reason: command.reason };
      return outcome(await raiseBudget(ledger, found, command.amount, { ...change, ...reason, from: found.revision }));
    }
    case "delete":
      return outcome(await removeBudget(ledger, await requireBudget(ledger, command.named), change));
    case "try":
      return dryRunResult(proposedTerms(command.proposal, place), ledger, context, options);
    case "try-stored":
      return dryRunResult(await termsOf(command.named, ledger, context), ledger, context, options);
    case "history":
      return await history(command.named, ledger);
    case "export": {
      const yaml = exportBudgets(await listBudgets(ledger), place.zone);
      return { text: yaml.trimEnd(), json: { yaml } };
    }
    case "apply": {
      const outcomes = await applyDeclared(ledger, configurationOf(context).budgets, place.zone);
      const lines = outcomes.map((one) => describe(one));
      return {
        text: lines.length === 0 ? "the ledger has the budgets of runrate.yml already" : lines.join("\n"),
        json: { outcomes: outcomes.map(outcomeJson) },
      };
    }
    case "new":
      throw new RunrateError("missing_argument", "`budget set` needs an amount and a period", {
        hint: "Write, for example, `runrate budget set '$500' month for project:search`.",
      });
    case "edit":
    case "test":
      throw terminalOnly(`\`budget ${command.kind}\` is a form or a message in Slack`);
    case "help":
      return help();
  }
}

async function status(named: string | undefined, ledger: LedgerStore, context: CommandContext): Promise<CommandResult> {
  const asked = questionContext(ledger, context);
  const answer = await askQuestion(named === undefined ? "budget" : `budget "${named}"`, asked);
  const wanted = named?.toLowerCase();
  const reports = (await budgetReports(asked)).filter(
    ({ name }) => wanted === undefined || name.toLowerCase() === wanted,
  );
  return {
    text: answerText(answer, context.style),
    json: { ...answerJson(answer), budgets: reports.map(({ name, report }) => reportJson(report, name)) },
    isNo: answer.kind === "not_understood",
  };
}

/** The terms of a budget, declared or stored. @throws RunrateError `unknown_budget` */
async function termsOf(named: string, ledger: LedgerStore, context: CommandContext): Promise<BudgetTerms> {
  const reports = await budgetReports(questionContext(ledger, context));
  const found = reports.find(({ name }) => name.toLowerCase() === named.toLowerCase());
  return found === undefined ? (await requireBudget(ledger, named)).terms : found.report.terms;
}

async function dryRunResult(
  terms: BudgetTerms,
  ledger: LedgerStore,
  context: CommandContext,
  options: { readonly days?: string },
): Promise<CommandResult> {
  const days = options.days === undefined ? undefined : Number(options.days);
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 3_660)) {
    throw new RunrateError("bad_argument", `--days is "${options.days}"`, { hint: "Give 1 to 3660." });
  }
  const result = await dryRun(ledger, terms, context.now, days);
  return { text: dryRunText(terms, result, context.now), json: dryRunJson(terms, result) };
}

function dryRunText(terms: BudgetTerms, { from, alerts, periods }: DryRun, now: number): string {
  const day = (at: number) => dayName(at, terms.zone);
  const days = Math.round((now - from) / 86_400_000);
  const count = alerts.length === 1 ? "once" : `${alerts.length} times`;
  const on =
    alerts.length === 0
      ? ""
      : `, on ${alerts.map(({ at, basis, percent }) => `${day(at)} (${percent} %${basis === "forecast" ? " forecast" : ""})`).join(", ")}`;
  return [
    termsSentence(terms),
    `would have alerted ${alerts.length === 0 ? "not once" : count} in the last ${days} days${on}`,
    ...periods.map(({ period, spent }) => `  ${day(period.from)}  ${unitsText(terms.amount.kind, spent)}`),
  ]
    .map(printable)
    .join("\n");
}

function dryRunJson(terms: BudgetTerms, { from, to, alerts, periods }: DryRun) {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    budget: termsSentence(terms),
    from: iso(from),
    to: iso(to),
    alerts: alerts.map(({ at, periodStart, basis, percent }) => ({
      at: iso(at),
      period_from: iso(periodStart),
      basis,
      percent: Number(percent),
    })),
    periods: periods.map(({ period, spent }) => ({
      from: iso(period.from),
      to: iso(period.to),
      spent: unitsText(terms.amount.kind, spent),
    })),
  };
}

async function history(named: string, ledger: LedgerStore): Promise<CommandResult> {
  const found = await requireBudget(ledger, named);
  const revisions = await budgetHistory(ledger, found);
  return {
    text: revisions
      .map(({ revision, at, actor, reason, terms }) => {
        const because = reason === null ? "" : ` (${reason})`;
        return printable(`${revision}  ${new Date(at).toISOString()}  ${actor}: ${termsSentence(terms)}${because}`);
      })
      .join("\n"),
    json: {
      name: found.name,
      revisions: revisions.map(({ at, terms, ...one }) => ({
        ...one,
        at: new Date(at).toISOString(),
        amount: amountText(terms.amount),
        says: termsSentence(terms),
      })),
    },
  };
}

function outcome(one: BudgetOutcome): CommandResult {
  return { text: describe(one), json: outcomeJson(one) };
}

function describe({ kind, budget: { name, terms }, before }: BudgetOutcome): string {
  const what = before === undefined ? termsSentence(terms) : describeTermsChange(before, terms);
  return printable(kind === "deleted" || kind === "unchanged" ? `${name}: ${kind}` : `${name}: ${kind}, ${what}`);
}

function outcomeJson({ kind, budget: { id, name, revision, terms } }: BudgetOutcome) {
  return { outcome: kind, id, name, revision, says: termsSentence(terms) };
}

function terminalOnly(message: string): RunrateError {
  return new RunrateError("bad_argument", message, { hint: "`runrate budget help` shows what can be done here." });
}

const HELP = [
  ["runrate budget", "every budget: spent, left, heading for"],
  ["runrate budget <name>", "one of them"],
  ["runrate budget set '$500' month for project:search alert 50 80 100 named search", "set a budget, or change it"],
  ["runrate budget raise search '$800' because of the launch", "raise one"],
  ["runrate budget delete search", "delete one"],
  ["runrate budget dry-run '$500' month for project:search", "when it would have alerted in the last 90 days"],
  ["runrate budget dry-run search --days 30", "the same for one that stands"],
  ["runrate budget history search", "who changed it, when, from what"],
  ["runrate budget export", "those of the ledger, as runrate.yml has them"],
  ["runrate budget apply", "those of runrate.yml into the ledger"],
] as const;

function help(): CommandResult {
  const width = Math.max(...HELP.map(([line]) => line.length));
  return {
    text: HELP.map(([line, what]) => `${line.padEnd(width)}  ${what}`).join("\n"),
    json: { kind: "help", rows: HELP.map(([command, answers]) => ({ command, answers })) },
  };
}

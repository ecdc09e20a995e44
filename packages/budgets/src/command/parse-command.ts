import { parseAmount } from "@runrate/config";
import {
  comparePercent,
  DEFAULT_THRESHOLDS,
  parseDecimal,
  parseZone,
  RunrateError,
  suggestNames,
  decimalText,
  type BudgetAmount,
  type BudgetPeriod,
} from "@runrate/core";
import type { BudgetCommand, BudgetProposal } from "./budget-command.ts";
import { isCondition, parseScope } from "./parse-scope.ts";
import { splitWords, type Word } from "./words.ts";

const VERBS = [
  "set",
  "try",
  "delete",
  "raise",
  "edit",
  "new",
  "test",
  "history",
  "export",
  "apply",
  "list",
  "show",
  "help",
];

const OTHER_VERBS: Readonly<Record<string, string>> = {
  create: "set",
  add: "set",
  remove: "delete",
  rm: "delete",
  change: "edit",
  increase: "raise",
  "dry-run": "try",
  dryrun: "try",
  what_if: "try",
  ls: "list",
};

/**
 * Reads what stands behind `/cost budget` (DESIGN.md, Interfaces).
 *
 * @param tags the names of tags that usage carries, which may then be used in a scope as they are
 * @throws RunrateError `bad_budget_command` and what parts of it throw, each with the next step
 */
export function parseBudgetCommand(text: string, tags: readonly string[] = []): BudgetCommand {
  const [first, ...rest] = splitWords(text);
  if (first === undefined) return { kind: "list" };
  const typed = first.text.toLowerCase();
  const verb = Object.hasOwn(OTHER_VERBS, typed) ? (OTHER_VERBS[typed] ?? typed) : typed;
  const named = rest.map((word) => word.text).join(" ");
  switch (verb) {
    case "list":
      return { kind: "list" };
    case "help":
      return { kind: "help" };
    case "export":
      return { kind: "export" };
    case "apply":
      return { kind: "apply" };
    case "new":
      return { kind: "new" };
    case "set":
      return rest.length === 0 ? { kind: "new" } : { kind: "set", proposal: parseProposal(rest, tags) };
    case "try":
      return tryCommand(rest, named, tags);
    case "test":
      return { kind: "test", named: named === "" ? null : withoutNamed(named) };
    case "delete":
    case "edit":
    case "history":
    case "show":
      return { kind: verb, named: requireName(verb, named) };
    case "raise":
      return parseRaise(rest);
    default: {
      const near = suggestNames(typed, VERBS)[0];
      throw new RunrateError(
        "bad_budget_command",
        `"${first.text.slice(0, 40)}" is nothing that can be done with budgets`,
        {
          hint: near === undefined ? "`budget help` lists what can be done." : `Did you mean \`budget ${near}\`?`,
        },
      );
    }
  }
}

function tryCommand(rest: readonly Word[], named: string, tags: readonly string[]): BudgetCommand {
  if (rest.length === 0) throw missing("a budget, such as `budget try $500 month`, or the name of one");
  if (readAmount(rest) !== undefined) return { kind: "try", proposal: parseProposal(rest, tags) };
  return { kind: "try-stored", named: withoutNamed(named) };
}

const PERIODS: ReadonlyMap<string, BudgetPeriod> = new Map([
  ["day", "day"],
  ["daily", "day"],
  ["week", "week"],
  ["weekly", "week"],
  ["month", "month"],
  ["monthly", "month"],
  ["quarter", "quarter"],
  ["quarterly", "quarter"],
]);

/** Words that only make a sentence of it. */
const FILLERS = new Set(["a", "an", "per", "every", "each", "to", "of", "and", "budget", "at", "on"]);

/** Reads `$1.5k month for project:search alert 50 80 in #costs named search`; clauses stand in any order. */
export function parseProposal(words: readonly Word[], tags: readonly string[]): BudgetProposal {
  const amount = readAmount(words);
  if (amount === undefined) {
    throw new RunrateError("bad_amount", `"${words[0]?.text.slice(0, 40) ?? ""}" is not an amount`, {
      hint: 'Write dollars or tokens, then the period: `budget set 1.5k month`, `budget set "500k tokens" day`.',
    });
  }
  const conditions: string[] = [];
  const actual: string[] = [];
  const forecast: string[] = [];
  let hasThresholds = false;
  const found: { period?: BudgetPeriod; channel?: string; name?: string; owner?: string; zone?: string } = {};
  if (amount.period !== undefined) found.period = amount.period;
  for (let index = amount.words; index < words.length;) {
    const { text = "", isQuoted = false } = words[index] ?? {};
    const lower = text.toLowerCase();
    const value = words[index + 1]?.text;
    const period = isQuoted ? undefined : PERIODS.get(lower);
    index += 1;
    if (period !== undefined) found.period = period;
    else if (lower === "for") continue;
    else if (isCondition(text)) conditions.push(text);
    else if (lower === "everything" || lower === "all") continue;
    else if (/^(alerts?|thresholds?|forecasts?)$/.test(lower)) {
      hasThresholds = true;
      const list = lower.startsWith("forecast") ? forecast : actual;
      for (let next = percentOf(words[index]); next !== undefined; next = percentOf(words[index])) {
        list.push(next);
        index += 1;
      }
    } else if (/^(in|channel)$/.test(lower) && value !== undefined) {
      found.channel = readChannel(value);
      index += 1;
    } else if (/^(named?|called)$/.test(lower) && value !== undefined) {
      const length = nameLength(words, index);
      found.name = readName(
        words
          .slice(index, index + length)
          .map((word) => word.text)
          .join(" "),
      );
      index += length;
    } else if (lower === "owner" && value !== undefined) {
      found.owner = /^<@([A-Z0-9]+)/.exec(value)?.[1] ?? value.replace(/^@/, "");
      index += 1;
    } else if (/^(zone|timezone|tz)$/.test(lower) && value !== undefined) {
      found.zone = parseZone(value);
      index += 1;
    } else if (/^<#[A-Z0-9]+/.test(text)) found.channel = readChannel(text);
    else if (isQuoted || !FILLERS.has(lower)) throw notUnderstood(text);
  }
  const ordered = (list: readonly string[]) => [...new Set(list)].toSorted(comparePercent);
  return {
    amount: amount.amount,
    period: found.period ?? "month",
    scope: parseScope(conditions, tags),
    ...(hasThresholds
      ? {
          thresholds: {
            actual: actual.length === 0 && forecast.length > 0 ? DEFAULT_THRESHOLDS.actual : ordered(actual),
            forecast: forecast.length === 0 ? DEFAULT_THRESHOLDS.forecast : ordered(forecast),
          },
        }
      : {}),
    ...(found.channel === undefined ? {} : { channel: found.channel }),
    ...(found.name === undefined ? {} : { name: found.name }),
    ...(found.owner === undefined ? {} : { owner: found.owner }),
    ...(found.zone === undefined ? {} : { zone: found.zone }),
  };
}

const CLAUSES = /^(for|in|channel|owner|zone|timezone|tz|alerts?|thresholds?|forecasts?|named?|called|everything)$/i;

/** How many words a name has: one in quotes, else all up to the next clause. */
function nameLength(words: readonly Word[], from: number): number {
  if (words[from]?.isQuoted === true) return 1;
  const rest = words.slice(from + 1);
  const end = rest.findIndex(
    ({ text }) => CLAUSES.test(text) || isCondition(text) || text.startsWith("<#") || PERIODS.has(text.toLowerCase()),
  );
  return 1 + (end < 0 ? rest.length : end);
}

interface ReadAmount {
  readonly amount: BudgetAmount;
  /** How many words it took. */
  readonly words: number;
  /** From "$500/month". */
  readonly period?: BudgetPeriod;
}

/** The amount at the beginning: the longest of three words that reads as one, "500k tokens" before "500k". */
function readAmount(words: readonly Word[]): ReadAmount | undefined {
  for (const count of [3, 2, 1]) {
    if (words.length < count) continue;
    const text = words
      .slice(0, count)
      .map((word) => word.text)
      .join(" ");
    const [, before = text, unit] = /^(.*?)\s*\/\s*([a-z]+)$/i.exec(text) ?? [];
    const period = unit === undefined ? undefined : PERIODS.get(unit.toLowerCase());
    if (unit !== undefined && period === undefined) continue;
    try {
      return { amount: parseAmount(before), words: count, ...(period === undefined ? {} : { period }) };
    } catch {
      // Fewer words may still be one; the error is said by whoever needs an amount.
    }
  }
  return undefined;
}

function percentOf(word: Word | undefined): string | undefined {
  const [, digits] = /^(\d{1,4}(?:\.\d{1,6})?)\s*%?,?$/.exec(word?.text ?? "") ?? [];
  if (digits === undefined) return undefined;
  const percent = decimalText(parseDecimal(digits));
  if (comparePercent(percent, "0") > 0 && comparePercent(percent, "1000") <= 0) return percent;
  throw new RunrateError("bad_threshold", `${digits} % is no threshold`, {
    hint: "Thresholds run from above 0 to 1000 %.",
  });
}

function readChannel(text: string): string {
  const channel = /^<#([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(text)?.[1] ?? text.replace(/^#/, "");
  if (/^[\p{L}\p{N}_-]{1,80}$/u.test(channel)) return channel;
  throw new RunrateError("bad_channel", `"${text.slice(0, 80)}" is not a channel`, {
    hint: "Write it as #name, and let Slack complete it.",
  });
}

/** @throws RunrateError `bad_name` for an empty or endless one */
export function readName(text: string): string {
  const name = text.replaceAll(/[\u0000-\u001f\u007f]+/g, " ").trim();
  if (name !== "" && name.length <= 60) return name;
  throw new RunrateError("bad_name", "a budget's name has from 1 to 60 characters", { hint: "Choose another name." });
}

function parseRaise(words: readonly Word[]): BudgetCommand {
  const texts = words.map((word) => word.text);
  const because = texts.findIndex((text) => /^(because|reason:?|for)$/i.test(text));
  const head = because < 0 ? words : words.slice(0, because);
  const reason = because < 0 ? null : texts.slice(because + 1).join(" ") || null;
  for (let index = 1; index < head.length; index += 1) {
    const isTo = head[index]?.text.toLowerCase() === "to";
    const amount = readAmount(head.slice(isTo ? index + 1 : index));
    const taken = (isTo ? index + 1 : index) + (amount?.words ?? 0);
    if (amount === undefined || taken !== head.length) continue;
    const named = texts.slice(0, index).join(" ");
    return { kind: "raise", named: withoutNamed(named), amount: amount.amount, reason };
  }
  const named = head.map((word) => word.text).join(" ");
  return { kind: "raise", named: requireName("raise", named), amount: null, reason };
}

function withoutNamed(named: string): string {
  return named.replace(/^(named?|called)\s+/i, "").trim();
}

function requireName(verb: string, named: string): string {
  const name = withoutNamed(named);
  if (name !== "") return name;
  throw missing(`the name of a budget: \`budget ${verb} <name>\``);
}

function missing(what: string): RunrateError {
  return new RunrateError("bad_budget_command", `that needs ${what}`, { hint: "`/cost budget` lists the budgets." });
}

function notUnderstood(text: string): RunrateError {
  return new RunrateError("bad_budget_command", `"${text.slice(0, 60)}" was not understood`, {
    hint: "Write `budget set <amount> <day|week|month|quarter> [for model:x project:y] [alert 50 80 100] [in #channel] [named <name>]`.",
  });
}

import {
  answerJson,
  answerOptimise,
  answerQuery,
  askQuestion,
  knownNames,
  parseQuestion,
  withUnknownValues,
  type Answer,
  type AskContext,
  type OptimiseChoices,
  type Query,
  type QueryKind,
  type QueryOf,
  type QueryPeriod,
} from "@runrate/ask";
import { dayName, parseZone, RunrateError } from "@runrate/core";
import type { SpendFilter } from "@runrate/ledger";
import { answerText } from "../answer-text.ts";
import { wholeArgument } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { parseFilters } from "../filters.ts";
import { withLedgerToAsk } from "../ledger.ts";
import { spanOf } from "../span.ts";
import { tierOption } from "../tier.ts";
import type { CommandResult } from "../terminal.ts";
import { questionContext } from "./ask.ts";

/*
 * Commands that are questions of `/cost`: words of the grammar stand behind the command's name (`runrate why last month by project`),
 * and options say the same for scripts. The answers are those of `packages/ask`.
 */

interface SpendOptions {
  readonly from?: string;
  readonly to?: string;
  readonly where?: readonly string[];
  readonly tz?: string;
}

/** `runrate forecast [period] [for …]`. */
export async function forecast(
  words: readonly string[],
  options: SpendOptions,
  context: CommandContext,
): Promise<CommandResult> {
  return await answered("forecast", words, options, context, (query) => {
    if (options.from !== undefined || options.to !== undefined) {
      throw new RunrateError("bad_argument", "a forecast is made for the running period", {
        hint: "Name its unit: `runrate forecast quarter`.",
      });
    }
    return query;
  });
}

/** `runrate why [period] [vs …] [by …]`. */
export async function why(
  words: readonly string[],
  options: SpendOptions,
  context: CommandContext,
): Promise<CommandResult> {
  return await answered("why", words, options, context, (query) => query);
}

interface WhatIfOptions extends SpendOptions {
  readonly of?: string;
  readonly model?: string;
  readonly tier?: string;
  readonly cachedPercent?: string;
}

/** `runrate what-if gpt-4o ran on gpt-4o-mini last month`, or with `--model` and its like. */
export async function whatIf(
  words: readonly string[],
  options: WhatIfOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const { of = null, model = null, tier, cachedPercent } = options;
  const change = {
    from: of,
    to: model,
    tier: tier === undefined ? null : tierOption(tier),
    cachedPercent: cachedPercent === undefined ? null : percentArgument(cachedPercent, "--cached-percent"),
  };
  const isSaid = model !== null || tier !== undefined || cachedPercent !== undefined;
  if (words.length === 0 && !isSaid) {
    throw new RunrateError("missing_argument", "what-if needs to know what would be otherwise", {
      hint: "Write `runrate what-if gpt-4o ran on gpt-4o-mini`, or give --model, --tier or --cached-percent.",
    });
  }
  if (!isSaid) return await answered("what_if", ["what", "if", ...words], options, context, (query) => query);
  // The options say what changes; words may still name the period and whose usage it is.
  return await answered("total", words, options, context, ({ period, where, zone }) => ({
    kind: "what_if",
    period,
    where,
    zone,
    ...change,
  }));
}

interface OptimiseOptions extends SpendOptions {
  readonly cheap?: string;
  readonly strong?: string;
  readonly routingPercent?: string;
  readonly batchPercent?: string;
  readonly prefix?: string;
  readonly maxPromptTokens?: string;
  readonly maxCompletionTokens?: string;
  readonly keepTurns?: string;
  readonly summary?: string;
  readonly summariseAfter?: string;
  readonly idleDays?: string;
}

/** `runrate optimise [period] [for …]`: what would save how much a month. */
export async function optimise(
  words: readonly string[],
  options: OptimiseOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const choices = choicesOf(options);
  return await answered(
    "optimise",
    words,
    options,
    context,
    (query) => query,
    (query, asked) => answerOptimise(query, asked, choices),
  );
}

function choicesOf(options: OptimiseOptions): OptimiseChoices {
  const { cheap, strong, routingPercent, batchPercent, prefix, idleDays } = options;
  const whole = (text: string | undefined, option: string) =>
    text === undefined ? undefined : wholeArgument(text, option);
  const caps = defined({
    maxPromptTokens: whole(options.maxPromptTokens, "--max-prompt-tokens"),
    maxCompletionTokens: whole(options.maxCompletionTokens, "--max-completion-tokens"),
  });
  const compression = defined({
    keepTurns: whole(options.keepTurns, "--keep-turns"),
    summaryTokens: whole(options.summary, "--summary"),
    afterTurns: whole(options.summariseAfter, "--summarise-after"),
  });
  return {
    ...defined({
      cheapModel: cheap,
      strongModel: strong,
      routingPercent: routingPercent === undefined ? undefined : percentArgument(routingPercent, "--routing-percent"),
      batchPercent: batchPercent === undefined ? undefined : percentArgument(batchPercent, "--batch-percent"),
      stablePrefixTokens: whole(prefix, "--prefix"),
      idleDays: whole(idleDays, "--idle-days"),
    }),
    ...(Object.keys(caps).length === 0 ? {} : { caps }),
    ...(Object.keys(compression).length === 0 ? {} : { compression }),
  };
}

/** Without what is undefined. */
function defined<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}

function percentArgument(text: string, option: string): string {
  const percent = text.replace(/%$/, "");
  if (/^\d{1,3}(\.\d{1,6})?$/.test(percent) && Number(percent) <= 100) return percent;
  throw new RunrateError("bad_argument", `${option} is "${text}", which is not a share`, { hint: "Give 0 to 100." });
}

type Answerer<Q> = (query: Q, context: AskContext) => Promise<Answer>;

/** Words and options to a query of one kind, and its answer. Words that were not understood are a "no" with what could be asked. */
async function answered<Kind extends "forecast" | "why" | "what_if" | "optimise" | "total">(
  kind: Kind,
  words: readonly string[],
  options: SpendOptions,
  context: CommandContext,
  change: (query: QueryOf<Kind>) => Query,
  answer?: Answerer<QueryOf<Kind>>,
): Promise<CommandResult> {
  const lead = kind === "what_if" ? "" : kind === "total" ? (words.length === 0 ? "this month" : "") : kind;
  const text = [lead, ...words.map((word) => (/\s/.test(word) ? `"${word}"` : word))].join(" ").trim();
  return await withLedgerToAsk(context, async (ledger) => {
    const asked = questionContext(ledger, context);
    const { now, zone } = asked;
    const known = await knownNames(asked);
    const query = parseQuestion(text, { now, zone, known });
    if (query.kind === "not_understood") return result(await askQuestion(text, asked), context);
    if (!isKind(query, kind)) {
      throw new RunrateError("bad_argument", `"${text}" asks something else (${query.kind.replaceAll("_", " ")})`, {
        hint: "Ask it with `runrate ask`.",
      });
    }
    const narrowed = narrowedBy(query, options, zone);
    const answer_ = answer === undefined ? answerQuery(change(narrowed), asked, text) : answer(narrowed, asked);
    return result(withUnknownValues(await answer_, narrowed, known), context);
  });
}

function isKind<Kind extends QueryKind>(query: Query, kind: Kind): query is QueryOf<Kind> {
  return query.kind === kind;
}

/** A query with the period, the filters and the zone of the options. */
function narrowedBy<Q extends Query & { where: SpendFilter[]; zone: string | null }>(
  query: Q,
  { from, to, where = [], tz }: SpendOptions,
  usual: string,
): Q {
  const zone = tz === undefined ? query.zone : parseZone(tz);
  const days = from === undefined && to === undefined ? undefined : daysOf(from, to, zone ?? usual);
  return {
    ...query,
    zone,
    where: [...query.where, ...parseFilters(where)],
    ...(days === undefined || !("period" in query) ? {} : { period: days }),
  };
}

function daysOf(from: string | undefined, to: string | undefined, zone: string): QueryPeriod {
  if (from === undefined) {
    throw new RunrateError("bad_argument", "--to needs --from beside it", {
      hint: "Give both, or the period in words.",
    });
  }
  const span = spanOf(from, to ?? "2100-12-31", zone);
  return { kind: "days", from: dayName(span.from, zone), to: to === undefined ? null : dayName(span.to, zone) };
}

function result(answer: Answer, { style }: CommandContext): CommandResult {
  return { text: answerText(answer, style), json: answerJson(answer), isNo: answer.kind === "not_understood" };
}

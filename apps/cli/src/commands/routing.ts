import { createInterface } from "node:readline";
import { createReadStream } from "node:fs";
import type { RoutingSettings } from "@runrate/config";
import {
  compilePricer,
  DEFAULT_ROUTING,
  evaluateRouting,
  formatDelta,
  formatPercent,
  formatUsd,
  picoUsd,
  readUsageLine,
  routeByWords,
  RunrateError,
  toDecimal,
  type RoutedTraffic,
  type RoutingEvaluation,
  type RoutingRules,
} from "@runrate/core";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { pricesOf } from "../prices.ts";
import type { CommandResult } from "../terminal.ts";

/** The rules of `runrate.yml`, the default lists where it names none (SPEC.md, section 5). */
function rulesOf({ cheapWords, strongWords, noMatch, both }: RoutingSettings): RoutingRules {
  return { cheap: cheapWords ?? DEFAULT_ROUTING.cheap, strong: strongWords ?? DEFAULT_ROUTING.strong, noMatch, both };
}

/** `runrate routing try <words>`: where a query would go, and by which of its words. */
export function tryRouting(words: readonly string[], _options: object, context: CommandContext): CommandResult {
  const { route, matched } = routeByWords(rulesOf(configurationOf(context).routing))(words.join(" "));
  const by = matched.length === 0 ? "no word of the rules" : matched.map((word) => `"${printable(word)}"`).join(", ");
  return { text: `${route} (${by})`, json: { route, matched } };
}

interface EvaluateOptions {
  readonly cheap?: string;
  readonly strong?: string;
}

/**
 * `runrate routing evaluate <file>`: the rules on recorded queries, each a line as `runrate price` reads it with its text as
 * `query`. A line that cannot be read is reported and left out.
 */
export async function evaluateRoutes(
  [file = ""]: readonly string[],
  options: EvaluateOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const { routing } = configurationOf(context);
  const cheap = options.cheap ?? routing.cheapModel;
  const strong = options.strong ?? routing.strongModel;
  if (cheap === undefined || strong === undefined) {
    throw new RunrateError("missing_argument", "routing needs a cheap and a strong model", {
      hint: "Give --cheap and --strong, or set routing.cheap_model and routing.strong_model in runrate.yml.",
    });
  }
  const { traffic, rejected } = await readTraffic(file, context);
  const { catalogue, aliases } = pricesOf(context);
  const targets = { cheap: { model: cheap }, strong: { model: strong } };
  const result = evaluateRouting(compilePricer(catalogue, aliases), routeByWords(rulesOf(routing)), traffic, targets);
  return {
    isNo: rejected.length > 0 || result.unpriced.requests > 0n,
    text: [
      render(result, cheap, strong),
      ...rejected.map(({ line, reason }) => `line ${line}: ${printable(reason)}`),
    ].join("\n"),
    json: { ...evaluationJson(result), models: { cheap, strong }, rejected },
  };
}

interface Rejected {
  readonly line: number;
  readonly reason: string;
}

async function readTraffic(file: string, { terminal, now }: CommandContext) {
  const traffic: RoutedTraffic[] = [];
  const rejected: Rejected[] = [];
  const input = file === "-" ? terminal.stdin : createReadStream(file, "utf8");
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line += 1;
      if (text.trim() === "") continue;
      const read = readQuery(text, now);
      if (typeof read === "string") rejected.push({ line, reason: read });
      else traffic.push(read);
    }
  } catch (error) {
    throw new RunrateError(
      "file_unreadable",
      `${file} cannot be read`,
      { path: file, hint: "Check the path." },
      { cause: error },
    );
  }
  return { traffic, rejected };
}

function readQuery(text: string, now: number): RoutedTraffic | string {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return "the line is not JSON";
  }
  const line = readUsageLine(json, now);
  if (line.kind === "invalid") return line.message;
  const query = typeof json === "object" && json !== null && "query" in json ? json.query : undefined;
  return typeof query === "string" ? { query, call: line.request } : "query must be the text of the query";
}

function render(result: RoutingEvaluation, cheap: string, strong: string): string {
  const { requests, routes, recordedUsd, routedUsd, savingUsd, allStrongUsd, words, unpriced } = result;
  const share = (part: bigint) => formatPercent(part, requests);
  return [
    `${share(routes.cheap.requests)} of ${requests.toLocaleString("en-US")} queries go to ${printable(cheap)}, ${share(routes.strong.requests)} to ${printable(strong)}`,
    `routed      ${formatUsd(routedUsd)}`,
    `as recorded ${formatUsd(recordedUsd)}: ${formatDelta(picoUsd(-savingUsd), recordedUsd)}`,
    `all strong  ${formatUsd(allStrongUsd)}: ${formatDelta(picoUsd(routedUsd - allStrongUsd), allStrongUsd)}`,
    ...(words.length === 0
      ? []
      : [`by word: ${words.map(({ word, requests: led }) => `${printable(word)} ${led}`).join(", ")}`]),
    ...(unpriced.requests === 0n
      ? []
      : [`${unpriced.requests} queries have no price: ${unpriced.reasons.map(printable).join("; ")}`]),
  ].join("\n");
}

function evaluationJson({
  requests,
  routes,
  recordedUsd,
  routedUsd,
  savingUsd,
  allStrongUsd,
  words,
  unpriced,
}: RoutingEvaluation) {
  const tally = ({ requests: routed, recordedUsd: was, routedUsd: is }: RoutingEvaluation["routes"]["cheap"]) => ({
    requests: Number(routed),
    share: requests === 0n ? null : Number((routed * 10_000n) / requests) / 10_000,
    recorded_usd: toDecimal(was),
    routed_usd: toDecimal(is),
  });
  return {
    currency: "USD",
    requests: Number(requests),
    routes: { cheap: tally(routes.cheap), strong: tally(routes.strong) },
    recorded_usd: toDecimal(recordedUsd),
    routed_usd: toDecimal(routedUsd),
    saving_usd: toDecimal(savingUsd),
    all_strong_usd: toDecimal(allStrongUsd),
    words: words.map(({ word, requests: led }) => ({ word, requests: Number(led) })),
    unpriced: { requests: Number(unpriced.requests), reasons: unpriced.reasons },
  };
}

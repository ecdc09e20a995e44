import {
  compilePricer,
  formatRate,
  formatTokens,
  formatUsd,
  parseUsd,
  ratesInForce,
  resolveModel,
  toDecimal,
  tokensPerDollar,
  type PricedAmount,
  type Pricer,
  type RatesInForce,
  type ServiceTier,
  type TokensPerDollar,
  type Unpriced,
} from "@runrate/core";
import { instantOption, wholeArgument } from "../arguments.ts";
import { renderColumns, type Column } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { pricesOf } from "../prices.ts";
import type { CommandResult } from "../terminal.ts";
import { tierOption } from "../tier.ts";
import { unpricedError } from "../unpriced.ts";
import { quoted } from "./prices/list.ts";

interface CompareOptions {
  readonly input?: string;
  readonly cached?: string;
  readonly output?: string;
  readonly tier?: string;
  readonly at?: string;
}

interface Run {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

interface Compared {
  readonly provider: string | null;
  readonly model: string;
  /** Undefined: it runs on one's own machine, and no token has a price. */
  readonly rates: RatesInForce | undefined;
  readonly input: TokensPerDollar;
  readonly output: TokensPerDollar;
  readonly run: PricedAmount | undefined;
}

const NO_TOKEN_PRICE = "no per-token price";

/** `runrate compare` (SPEC.md, section 4): models side by side, in tokens per dollar, and in what a run costs. */
export function compare(names: readonly string[], options: CompareOptions, context: CommandContext): CommandResult {
  const { catalogue, aliases } = pricesOf(context);
  const serviceTier = tierOption(options.tier);
  const at = instantOption(options.at, "--at", context.now);
  const run = runOf(options);
  const pricer = compilePricer(catalogue, aliases);
  const models = names.map((model): Compared => {
    const rates = ratesInForce(catalogue, { model, serviceTier, at }, aliases);
    if (rates.kind === "unpriced" && rates.code !== "no_token_price") throw unpricedError(rates);
    const known = rates.kind === "rates" ? rates : undefined;
    const found = resolveModel(catalogue, { model }, aliases);
    return {
      provider: found.kind === "found" ? found.provider.id : null,
      model: found.kind === "found" ? found.model.id : model,
      rates: known,
      input: perDollar(known, "input"),
      output: perDollar(known, "output"),
      run: known && run && priceRun(pricer, model, serviceTier, at, run),
    };
  });
  return { text: render(models, run), json: comparisonJson(models, run, catalogue.as_of, serviceTier) };
}

function runOf({ input, cached, output }: CompareOptions): Run | undefined {
  if (input === undefined && output === undefined) return undefined;
  return {
    inputTokens: wholeArgument(input ?? "0", "--input"),
    cachedInputTokens: wholeArgument(cached ?? "0", "--cached"),
    outputTokens: wholeArgument(output ?? "0", "--output"),
  };
}

function priceRun(pricer: Pricer, model: string, serviceTier: ServiceTier, at: number, usage: Run): PricedAmount {
  const priced: PricedAmount | Unpriced = pricer.price({ model, serviceTier, at, usage, requests: 1 });
  if (priced.kind === "unpriced") throw unpricedError(priced);
  return priced;
}

function perDollar(rates: RatesInForce | undefined, component: "input" | "output"): TokensPerDollar {
  const usd = rates && quoted(rates, component);
  return tokensPerDollar(usd === undefined ? null : parseUsd(usd));
}

function render(models: readonly Compared[], run: Run | undefined): string {
  const right = (heading: string): Column => ({ heading, align: "right" });
  const columns: Column[] = [
    { heading: "model", align: "left" },
    ...["input", "cached", "output"].map((name) => right(`${name} /1M`)),
    right("input per $"),
    right("output per $"),
    ...(run === undefined ? [] : [right("a run")]),
  ];
  const rows = models.map(({ rates, input, output, run: cost, ...one }) => [
    printable(nameOf(one)),
    ...(["input", "cached_input", "output"] as const).map((component) => price(rates, component)),
    shownTokens(input),
    shownTokens(output),
    ...(run === undefined ? [] : [cost === undefined ? NO_TOKEN_PRICE : formatUsd(cost.usd)]),
  ]);
  const [cheapest] = runsByCost(models);
  const [dearest] = runsByCost(models).toReversed();
  const lines = [renderColumns(columns, rows)];
  if (
    run !== undefined &&
    cheapest?.run &&
    dearest?.run &&
    dearest.run.usd > cheapest.run.usd &&
    cheapest.run.usd > 0n
  ) {
    lines.push(
      `${nameOf(cheapest)} is cheapest; ${nameOf(dearest)} costs ${timesText(dearest.run.usd, cheapest.run.usd)} times as much`,
    );
  }
  return lines.join("\n");
}

function nameOf({ provider, model }: Pick<Compared, "provider" | "model">): string {
  return provider === null ? model : `${provider}/${model}`;
}

function price(rates: RatesInForce | undefined, component: "input" | "cached_input" | "output"): string {
  const usd = rates && quoted(rates, component);
  return usd === undefined ? "-" : formatRate(usd);
}

function shownTokens(tokens: TokensPerDollar): string {
  return tokens.kind === "tokens" ? formatTokens(tokens.tokens) : NO_TOKEN_PRICE;
}

function runsByCost(models: readonly Compared[]): Compared[] {
  return models
    .filter(({ run }) => run !== undefined)
    .toSorted((a, b) => ((a.run?.usd ?? 0n) < (b.run?.usd ?? 0n) ? -1 : 1));
}

/** A ratio to two decimals ("16.67"). */
function timesText(a: bigint, b: bigint): string {
  const hundredths = (a * 100n * 2n + b) / (b * 2n);
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, "0")}`;
}

function comparisonJson(models: readonly Compared[], run: Run | undefined, priceDate: string, tier: ServiceTier) {
  const [cheapest] = runsByCost(models);
  const base = cheapest?.run?.usd;
  return {
    kind: "models",
    currency: "USD",
    service_tier: tier,
    price_date: priceDate,
    ...(run === undefined
      ? {}
      : {
          run: {
            input_tokens: run.inputTokens,
            cached_input_tokens: run.cachedInputTokens,
            output_tokens: run.outputTokens,
          },
        }),
    rows: models.map(({ provider, model, rates, input, output, run: cost }) => ({
      model,
      provider,
      per_token_price: rates !== undefined,
      input_usd_per_million: (rates && quoted(rates, "input")) ?? null,
      cached_input_usd_per_million: (rates && quoted(rates, "cached_input")) ?? null,
      output_usd_per_million: (rates && quoted(rates, "output")) ?? null,
      input_tokens_per_dollar: input.kind === "tokens" ? Number(input.tokens) : null,
      output_tokens_per_dollar: output.kind === "tokens" ? Number(output.tokens) : null,
      ...(run === undefined
        ? {}
        : {
            run_usd: cost === undefined ? null : toDecimal(cost.usd),
            times_cheapest: cost === undefined || base === undefined || base === 0n ? null : timesText(cost.usd, base),
          }),
    })),
  };
}

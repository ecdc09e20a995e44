import { calcPrice } from "@pydantic/genai-prices";
import { bundledCatalogue } from "@runrate/catalogue";
import { compilePricer, type PriceRequest } from "@runrate/core";
import { PricingCatalog } from "llm-pricing";
import { rowOf, type Bench } from "../bench-row.ts";
import { sideBySide, type Work } from "../side-by-side.ts";

/** Twenty models that all three know, with sizes that differ from record to record. */
const MODELS = [
  "gpt-4o-mini",
  "gpt-4o",
  "gpt-4.1",
  "gpt-4.1-mini",
  "gpt-4.1-nano",
  "gpt-5",
  "gpt-5-mini",
  "gpt-5-nano",
  "gpt-5.2",
  "gpt-5.4",
  "gpt-5.5",
  "o3",
  "o4-mini",
  "gpt-3.5-turbo",
  "claude-sonnet-4-5",
  "claude-haiku-4-5",
  "claude-opus-4-5",
  "claude-sonnet-5",
  "gemini-2.5-flash",
  "gemini-2.5-pro",
] as const;
const RECORDS = 1_000;
const AT = Date.parse("2026-09-01T12:00:00Z");

/** Numerical Recipes' generator: the same records in every run. */
function* sizes(): Generator<number, never> {
  for (let seed = 20_261_124; ;) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    yield seed / 2 ** 32;
  }
}

function records(): PriceRequest[] {
  const random = sizes();
  return Array.from({ length: RECORDS }, (_, index): PriceRequest => {
    const inputTokens = 200 + Math.floor(random.next().value * 20_000);
    const cachedInputTokens = index % 3 === 0 ? Math.floor(inputTokens / 2) : 0;
    const usage = { inputTokens, cachedInputTokens, outputTokens: 20 + Math.floor(random.next().value * 2_000) };
    return { model: MODELS[index % MODELS.length] ?? MODELS[0], serviceTier: "standard", at: AT, usage, requests: 1 };
  });
}

/** Runs over the records again and again. */
function over<T>(items: readonly T[], price: (item: T) => number | bigint): Work {
  return (times) => {
    let last: number | bigint = 0;
    for (let index = 0; index < times; index += 1) {
      const item = items[index % items.length];
      if (item !== undefined) last = price(item);
    }
    return last;
  };
}

const pricing: Bench = {
  name: "pricing one record",
  async run() {
    const requests = records();
    const pricer = compilePricer(bundledCatalogue());
    const ours = over(requests, (request) => {
      const priced = pricer.price(request);
      if (priced.kind === "unpriced") throw new Error(priced.message);
      return priced.usd;
    });
    const timestamp = new Date(AT);
    const genai = over(
      requests.map(({ model, usage }) => ({
        model,
        usage: {
          input_tokens: usage.inputTokens,
          cache_read_tokens: usage.cachedInputTokens ?? 0,
          output_tokens: usage.outputTokens,
        },
      })),
      ({ model, usage }) => {
        const priced = calcPrice(usage, model, { timestamp });
        if (!priced) throw new Error(`genai-prices does not know ${model}`);
        return priced.total_price;
      },
    );
    const calculator = new PricingCatalog({ sources: [] });
    const memoised = over(
      requests.map(({ model, usage }) => ({
        model,
        inputTokens: usage.inputTokens,
        cachedInputTokens: usage.cachedInputTokens ?? 0,
        cacheReadInputTokens: usage.cachedInputTokens ?? 0,
        outputTokens: usage.outputTokens,
      })),
      (args) => {
        const { cost, pricing: known } = calculator.estimate(args);
        if (!known) throw new Error(`llm-pricing does not know ${args.model}`);
        return cost;
      },
    );
    const [us = 0, theirs = 0, quickest = 0] = sideBySide([
      { work: ours, times: 100_000 },
      { work: genai, times: 1_000 },
      { work: memoised, times: 100_000 },
    ]);
    const unit = "records/s";
    return [
      rowOf({
        name: this.name,
        unit,
        ours: us,
        peerName: "@pydantic/genai-prices calcPrice",
        peer: theirs,
        goal: { atLeast: 100 },
      }),
      rowOf({
        name: this.name,
        unit,
        ours: us,
        peerName: "llm-pricing estimate",
        peer: quickest,
        goal: { atLeast: 1 },
      }),
    ];
  },
};

export default pricing;

import { resolveModel, type ModelAliases, type Pricer, type UsageRecord } from "@runrate/core";
import { REPORTED_TIER } from "./import/tier.ts";
import type { RecordPricer } from "./record.ts";
import type { Charge } from "./store.ts";

/** How many names are remembered before starting afresh, so that hostile input cannot grow the memory without bound. */
const MAX_NAMES = 20_000;

/** Core's compiled pricer in the form that the ledger takes: the charge, and the maker that the model's name resolved to. */
export function recordPricer(pricer: Pricer, aliases: ModelAliases = {}): RecordPricer {
  const makers = new Map<string, Map<string, string | undefined>>();
  let names = 0;
  const makerOf = (provider: string | undefined, model: string): string | undefined => {
    let byModel = makers.get(provider ?? "");
    if (!byModel) makers.set(provider ?? "", (byModel = new Map()));
    if (byModel.has(model)) return byModel.get(model);
    if ((names += 1) > MAX_NAMES) {
      makers.clear();
      names = 0;
    }
    const found = resolveModel(pricer.catalogue, provider === undefined ? { model } : { provider, model }, aliases);
    const maker = found.kind === "found" ? found.provider.id : provider;
    byModel.set(model, maker);
    return maker;
  };
  return (record) => {
    const maker = makerOf(record.provider, record.model);
    const charge = chargeOf(record, pricer);
    return maker === undefined ? { charge } : { provider: maker, charge };
  };
}

function chargeOf(record: UsageRecord, pricer: Pricer): Charge {
  const tier = record.tags[REPORTED_TIER];
  if (tier !== undefined) return { kind: "unpriced", reason: `the service tier ${JSON.stringify(tier)} has no price` };
  const priced = pricer.price(record);
  return priced.kind === "priced"
    ? { kind: "priced", usd: priced.usd, usdLow: priced.low, usdHigh: priced.high }
    : { kind: "unpriced", reason: priced.message };
}

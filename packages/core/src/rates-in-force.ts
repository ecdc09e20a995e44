import type { Catalogue, CatalogueModel } from "./catalogue.ts";
import { COMPONENT_NAMES, COMPONENTS, type Component } from "./component.ts";
import { isRegional, shutdownOf, unresolved, type PriceRequest, type Unpriced } from "./cost.ts";
import { priceSchedule } from "./price-in-force.ts";
import type { BandRates } from "./price-table.ts";
import { rateText } from "./rate.ts";
import { resolveModel, type ModelAliases } from "./resolve-model.ts";

/** Which prices are asked for. */
export type RatesQuestion = Pick<PriceRequest, "provider" | "model" | "serviceTier" | "at" | "region">;

/** One rate as it is quoted: USD per `per` units, as decimal text. */
export interface QuotedRate {
  readonly component: Component;
  readonly usd: string;
  readonly per: number;
  readonly unit: string;
  /** Key into the catalogue's `sources`. */
  readonly source: string;
}

/** The rates of requests whose input is strictly above so many tokens; the first band's is null, from the first token. */
export interface QuotedBand {
  readonly above: number | null;
  readonly rates: readonly QuotedRate[];
}

/** What a model costs at an instant and tier, in the form in which prices are quoted. */
export interface RatesInForce {
  readonly kind: "rates";
  readonly provider: string;
  readonly model: CatalogueModel;
  /** The last day of the name by which it was asked for, if its maker has announced one. */
  readonly shutdown?: string;
  /** Since when it holds; null: for as long as anyone knows. */
  readonly from: string | null;
  readonly source: string;
  readonly seen: string;
  /** Only a third party reported it. */
  readonly reported: boolean;
  readonly bands: readonly QuotedBand[];
}

/** The prices in force for a model, found as `priceUsage` finds them. @returns `unpriced` as that one does */
export function ratesInForce(
  catalogue: Catalogue,
  question: RatesQuestion,
  aliases?: ModelAliases,
): RatesInForce | Unpriced {
  const found = resolveModel(catalogue, question, aliases);
  if (found.kind === "unresolved") return unresolved(found);
  const { provider, model, name } = found;
  const price = priceSchedule(catalogue, provider, model, question.serviceTier, isRegional(question.region)).at(
    question.at,
  );
  if (price.kind === "no-price") return { kind: "unpriced", code: price.code, message: price.message, suggestions: [] };
  const shutdown = shutdownOf(model, name);
  return {
    kind: "rates",
    provider: provider.id,
    model,
    ...(shutdown === undefined ? {} : { shutdown }),
    from: price.from,
    source: price.source,
    seen: price.seen,
    reported: price.reported,
    bands: price.bands.map(quotedBand),
  };
}

function quotedBand({ above, rates }: BandRates): QuotedBand {
  return {
    above: above < 0 ? null : above,
    rates: COMPONENT_NAMES.flatMap((component) => {
      const rate = rates[component];
      const { per, unit } = COMPONENTS[component];
      return rate === undefined ? [] : [{ component, usd: rateText(rate, per), per, unit, source: rate.source }];
    }),
  };
}

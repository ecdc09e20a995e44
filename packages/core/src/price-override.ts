import type { RateTable } from "./catalogue.ts";

/** Rates of an override in USD per 1M tokens as exact decimals; absent ones keep the catalogue's. */
export type OverrideRates = RateTable & { readonly input: string };

/** A negotiated price or discount (DESIGN.md, Interfaces). Without dates it holds for all time; the later of two that fit wins. */
export type PriceOverride =
  | {
      readonly kind: "rates";
      /** Absent: wherever the model is sold. */
      readonly provider?: string;
      readonly model: string;
      readonly rates: OverrideRates;
      /** Batch rates of its own, or a factor on the rates; absent: as the catalogue says. */
      readonly batch?:
        | { readonly kind: "factor"; readonly factor: string }
        | { readonly kind: "rates"; readonly rates: OverrideRates };
      readonly from?: string;
      readonly to?: string;
    }
  | {
      readonly kind: "discount";
      readonly provider?: string;
      /** Absent: everything that the provider bills, its fees included. May hold `*`. Named: the model's token rates. */
      readonly model?: string;
      /** 0 to 100, an exact decimal. */
      readonly discountPercent: string;
      readonly from?: string;
      readonly to?: string;
    };

/** The key of the source that negotiated rates carry. */
export const OVERRIDE_SOURCE = "override";

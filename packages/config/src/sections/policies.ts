import type { PicoUsd } from "@runrate/core";
import { z } from "zod";
import { percent, section, text, usd, whole } from "../fields.ts";
import { present } from "../present.ts";
import { ExactNumber } from "../yaml-source.ts";

/** Limits on what a pull request may do to the bill. Passing any of them is a reason; absent ones are not checked. */
export interface PolicyLimits {
  /** Rise of the monthly cost. */
  readonly monthlyIncreaseUsd?: PicoUsd;
  /** Rise of the monthly cost (or, without volume, of the cost per 1,000 calls) in per cent; exact decimal. */
  readonly increasePercent?: string;
  /** Rise of the cost of 1,000 calls of any one call site. */
  readonly per1kCallsIncreaseUsd?: PicoUsd;
  /** The whole monthly cost after the change. */
  readonly monthlyTotalUsd?: PicoUsd;
  /** Name of a budget that the whole monthly cost after the change must stay within. */
  readonly budget?: string;
  /** Calls of a model that is shut down, or will be within this many days (0: only what has already ended). */
  readonly shutdownWithinDays?: number;
  /** A touched call whose model cannot be resolved. */
  readonly unresolved?: boolean;
  /** A call of a model that has no price. */
  readonly unpriced?: boolean;
}

export interface PolicySettings {
  readonly warn: PolicyLimits;
  readonly fail: PolicyLimits;
  /** A change below all of these is not commented on. */
  readonly floor: { readonly monthlyUsd?: PicoUsd; readonly percent?: string; readonly per1kCallsUsd?: PicoUsd };
}

/** True: within the 90 days of the first notice; false: not checked. */
const shutdown = z
  .preprocess(
    (value) => (value === true ? new ExactNumber("90") : value === false ? undefined : value),
    whole("days before a shutdown, or true", { max: 3_650 }).optional(),
  )
  .meta({
    type: ["boolean", "integer"],
    description: "Calls of models that are shut down, or will be within this many days (true: 90).",
  });

const limits = section({
  monthly_increase_usd: usd("dollars a month").optional(),
  increase_percent: percent("the rise").optional(),
  per_1k_calls_increase_usd: usd("dollars per 1,000 calls").optional(),
  monthly_total_usd: usd("dollars a month").optional(),
  budget: text("the name of a budget in this file").optional(),
  shutdown_models: shutdown.optional(),
  unresolved: z.boolean().optional(),
  unpriced: z.boolean().optional(),
}).transform((raw): PolicyLimits =>
  present({
    monthlyIncreaseUsd: raw.monthly_increase_usd,
    increasePercent: raw.increase_percent,
    per1kCallsIncreaseUsd: raw.per_1k_calls_increase_usd,
    monthlyTotalUsd: raw.monthly_total_usd,
    budget: raw.budget,
    shutdownWithinDays: raw.shutdown_models,
    unresolved: raw.unresolved,
    unpriced: raw.unpriced,
  }),
);

export const policies = section({
  warn: limits.default({}),
  fail: limits.default({}),
  comment_floor: section({
    monthly_usd: usd("dollars a month").optional(),
    percent: percent("the change").optional(),
    per_1k_calls_usd: usd("dollars per 1,000 calls").optional(),
  }).default({}),
}).transform(({ warn, fail, comment_floor: floor }): PolicySettings => ({
  warn,
  fail,
  floor: present({ monthlyUsd: floor.monthly_usd, percent: floor.percent, per1kCallsUsd: floor.per_1k_calls_usd }),
}));

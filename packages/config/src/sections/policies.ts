import type { PicoUsd, PolicyLimits as CoreLimits } from "@runrate/core";
import { z } from "zod";
import { basisPoints, section, text, usd, whole } from "../fields.ts";
import { present } from "../present.ts";
import { ExactNumber } from "../yaml-source.ts";

/** Limits on what a pull request may do to the bill, over which it warns or fails; absent ones are not checked. */
export interface PolicyLimits extends CoreLimits {
  /** Name of a budget of this file that the monthly estimate after the change must stay within. */
  readonly budget?: string;
}

/** A change below all of these is not commented on. */
export interface CommentFloor {
  readonly monthlyUsd?: PicoUsd;
  readonly growthBasisPoints?: bigint;
  readonly per1kCallsUsd?: PicoUsd;
}

export interface PolicySettings {
  readonly warn: PolicyLimits;
  readonly fail: PolicyLimits;
  readonly commentFloor: CommentFloor;
}

/** `true` looks as far ahead as the first notice of an alert does. */
const FIRST_NOTICE_DAYS = "90";

const shutDown = z
  .preprocess(
    (value) => (value === true ? new ExactNumber(FIRST_NOTICE_DAYS) : value === false ? undefined : value),
    whole("true, false or days before a shutdown", { max: 3_650 }).optional(),
  )
  .meta({
    type: ["boolean", "integer"],
    description: "Calls of models that are shut down, or will be within this many days (true: 90).",
  });

const limits = section({
  monthly_usd: usd("a rise in dollars a month").optional(),
  percent: basisPoints("a rise of the monthly cost").optional(),
  per_1k_calls_usd: usd("a rise in dollars per 1,000 calls").optional(),
  total_monthly_usd: usd("dollars a month, after the change").optional(),
  budget: text("the name of a budget in this file").optional(),
  shut_down_models: shutDown.optional(),
  unresolved: z.boolean().optional(),
  unpriced: z.boolean().optional(),
}).transform((raw): PolicyLimits =>
  present({
    monthlyUsd: raw.monthly_usd,
    growthBasisPoints: raw.percent,
    per1kCallsUsd: raw.per_1k_calls_usd,
    totalMonthlyUsd: raw.total_monthly_usd,
    budget: raw.budget,
    shutDownModels: raw.shut_down_models === undefined ? undefined : true,
    shutDownWithinDays: raw.shut_down_models,
    unresolved: raw.unresolved,
    unpriced: raw.unpriced,
  }),
);

export const policies = section({
  warn: limits.prefault({}),
  fail: limits.prefault({}),
  comment_floor: section({
    monthly_usd: usd("dollars a month").optional(),
    percent: basisPoints("a change of the monthly cost").optional(),
    per_1k_calls_usd: usd("dollars per 1,000 calls").optional(),
  }).prefault({}),
}).transform(({ warn, fail, comment_floor: floor }): PolicySettings => ({
  warn,
  fail,
  commentFloor: present({
    monthlyUsd: floor.monthly_usd,
    growthBasisPoints: floor.percent,
    per1kCallsUsd: floor.per_1k_calls_usd,
  }),
}));

import { scaleUsd, type PicoUsd } from "@runrate/core";
import { z } from "zod";
import { calendarDay, choice, decimal, section, text, usd, whole } from "../fields.ts";
import { present } from "../present.ts";

/** A cost that does not come from usage: seats, subscriptions. Shown apart from it. */
export interface FixedCostSettings {
  readonly name: string;
  /** For the whole period: unit price × quantity. */
  readonly usd: PicoUsd;
  readonly per: "month" | "quarter" | "year";
  readonly quantity: number;
  readonly team?: string;
  readonly from?: string;
  readonly to?: string;
}

/** What storing threads costs in plans. No provider bills it by the token: it is a planning rate, off in measured spend. */
export interface StorageSettings {
  /** USD per 1M tokens and day; exact decimal. */
  readonly threadRate: string;
  readonly daysPerMonth: number;
  readonly inMeasuredSpend: boolean;
}

export const DEFAULT_STORAGE: StorageSettings = { threadRate: "0.1", daysPerMonth: 30, inMeasuredSpend: false };

const fixedCost = section({
  name: text("what is paid for"),
  usd: usd("dollars for one of them"),
  quantity: whole("how many", { min: 1 }).prefault("1"),
  per: choice(["month", "quarter", "year"]).prefault("month"),
  team: text("the team that pays").optional(),
  from: calendarDay("the first day").optional(),
  to: calendarDay("the first day on which it is no longer paid").optional(),
})
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ["to"],
    error: "must be after `from`",
  })
  .transform((raw): FixedCostSettings => present({ ...raw, usd: scaleUsd(raw.usd, BigInt(raw.quantity), 1n) }));

export const fixedCosts = z.array(fixedCost);

export const storage = section({
  thread_rate: decimal("USD per 1M tokens and day").prefault(DEFAULT_STORAGE.threadRate),
  days_per_month: whole("days", { min: 1, max: 31 }).prefault(String(DEFAULT_STORAGE.daysPerMonth)),
  in_measured_spend: z.boolean().default(DEFAULT_STORAGE.inMeasuredSpend),
}).transform((raw): StorageSettings => ({
  threadRate: raw.thread_rate,
  daysPerMonth: raw.days_per_month,
  inMeasuredSpend: raw.in_measured_spend,
}));

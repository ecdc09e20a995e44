import { resolveModel } from "@runrate/core";
import type { BillPrices } from "./prices.ts";

/** A model that is shut down, will be, or is deprecated without a date. */
export interface EndingModel {
  readonly model: string;
  /** YYYY-MM-DD; null: deprecated, no day announced. */
  readonly date: string | null;
  /** 0 or less once it has happened. */
  readonly daysLeft: number | null;
  readonly replacement: string | null;
}

const DAY_MS = 86_400_000;

/** Those of the models whose end is announced. */
export function endingModels(models: readonly string[], prices: BillPrices, now: number): readonly EndingModel[] {
  return models.flatMap((model): EndingModel[] => {
    const found = resolveModel(prices.catalogue, { model }, prices.aliases);
    if (found.kind !== "found") return [];
    const { shutdown, shutdowns, deprecated, replacement = null } = found.model;
    const date = (shutdowns && Object.hasOwn(shutdowns, found.name) ? shutdowns[found.name] : shutdown) ?? null;
    if (date === null) return deprecated ? [{ model, date: null, daysLeft: null, replacement }] : [];
    return [{ model, date, daysLeft: Math.ceil((Date.parse(date) - now) / DAY_MS), replacement }];
  });
}

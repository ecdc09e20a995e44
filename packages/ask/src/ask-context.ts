import { defaultConfig, type RunrateConfig } from "@runrate/config";
import { UTC, type Catalogue, type ModelAliases } from "@runrate/core";
import type { LedgerReader } from "@runrate/ledger";

/** What a question is asked of. */
export interface AskContext {
  readonly ledger: LedgerReader;
  readonly catalogue: Catalogue;
  readonly aliases: ModelAliases;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Zone of days and months where the question names none. */
  readonly zone: string;
  /** What the ledger's amounts were computed at. */
  readonly basis: "list" | "negotiated";
  /** The day of the newest price. */
  readonly priceDate: string;
  /** Budgets, fixed costs, routing rules, planning rates. */
  readonly config: RunrateConfig;
}

/** The context of a question from what a program has at hand: zone, basis and price date follow from configuration and catalogue. */
export function askContext(given: {
  readonly ledger: LedgerReader;
  readonly catalogue: Catalogue;
  readonly aliases?: ModelAliases;
  readonly now: number;
  readonly config?: RunrateConfig;
}): AskContext {
  const { ledger, catalogue, aliases = {}, now, config = defaultConfig() } = given;
  const zone = config.timezone ?? UTC;
  return { ledger, catalogue, aliases, now, zone, basis: catalogue.basis, priceDate: catalogue.as_of, config };
}

import type { Catalogue, ModelAliases } from "@runrate/core";
import {
  changeCounter,
  coverage,
  dataThrough,
  readCursor,
  writeCursor,
  type LedgerReader,
  type LedgerStore,
} from "@runrate/ledger";
import { z } from "zod";
import { newsOf, tellNotices, type Notice } from "./notice.ts";
import { anomalies, type AnomalyWatch } from "./notices/anomalies.ts";
import { passedEstimates } from "./notices/estimates.ts";
import { modelsInUse, newModels, priceChanges, ratesText, shutdowns, unpricedModels } from "./notices/models.ts";
import { billDrift, staleSources } from "./notices/sources.ts";

/** What is watched beside budgets. */
export interface WatchOptions {
  readonly catalogue: Catalogue;
  readonly aliases: ModelAliases;
  /** Absent: anomalies are not told. */
  readonly anomalies?: AnomalyWatch;
}

/** How far the watch has come: the change up to which models are known, and the rates that were in force. */
const CURSOR = "alerts/watch";
const seenSchema = z.object({ change: z.string(), rates: z.record(z.string(), z.string()) });
type Seen = z.infer<typeof seenSchema>;

const HOUR_MS = 3_600_000;

/**
 * Looks for what is told beside budgets: new and unpriced models, changed list prices, models that end, stale sources, a bill that
 * drifts from usage, pull requests that pass their estimate, anomalies. Called every hour; each thing is told once. The first look only takes note of what there is, apart
 * from what is wrong already (no price, a model that ends, a silent source).
 *
 * @returns how many messages were written to the outbox
 */
export async function watchLedger(ledger: LedgerStore, options: WatchOptions): Promise<number> {
  const now = ledger.clock();
  const { catalogue, aliases } = options;
  const change = await changeCounter(ledger);
  const seen = await lastSeen(ledger);
  const used = await modelsInUse(ledger, now);
  const rates = { ...seen?.rates, ...ratesText(used, catalogue, aliases, now) };
  const sources = await coverage(ledger, now);
  const through = Math.min(now, dataThrough(sources) ?? now);
  const found: readonly Notice[] = [
    ...(seen === undefined ? [] : await newModels(ledger, BigInt(seen.change), used)),
    ...unpricedModels(used),
    ...(seen === undefined ? [] : priceChanges(seen.rates, rates, used, now)),
    ...shutdowns(used, catalogue, aliases, now),
    ...(await staleSources(ledger, now)),
    ...(await billDrift(ledger, now)),
    ...(await passedEstimates(ledger, now)),
    ...(options.anomalies ? await anomalies(ledger, options.anomalies, Math.floor(through / HOUR_MS) * HOUR_MS) : []),
  ];
  let hasNews = false;
  for (const notice of found) hasNews ||= (await newsOf(ledger, notice, now)).length > 0;
  const next: Seen = { change: change.toString(), rates };
  if (!hasNews && JSON.stringify(seen) === JSON.stringify(next)) return 0;
  return await ledger.transaction(async (tx) => {
    await writeCursor(tx, CURSOR, JSON.stringify(next));
    return await tellNotices(tx, found);
  });
}

async function lastSeen(ledger: LedgerReader): Promise<Seen | undefined> {
  const stored = await readCursor(ledger, CURSOR);
  return stored === undefined ? undefined : seenSchema.parse(JSON.parse(stored.cursor));
}

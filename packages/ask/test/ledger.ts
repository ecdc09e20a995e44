import { Readable } from "node:stream";
import { bundledCatalogue } from "@runrate/catalogue";
import { parseConfig } from "@runrate/config";
import { compilePricer, type Catalogue } from "@runrate/core";
import { importUsage, openLedger, recordPricer, streamInput, type LedgerStore } from "@runrate/ledger";
import { askContext, ledgerSettings, type AskContext } from "../src/index.ts";

export const HEADER =
  "ts,project,provider,model,service_tier,requests,input_tokens,cached_input_tokens,output_tokens,env";

/** A ledger, in memory unless another is named, with the usage of a CSV text, and what a question is asked of at an instant. */
export async function asking(
  csv: string,
  given: {
    readonly now: string;
    readonly yml?: string;
    readonly source?: string;
    readonly catalogue?: Catalogue;
    /** Of the ledger; default one in memory. */
    readonly url?: string;
  },
): Promise<AskContext & { readonly ledger: LedgerStore } & AsyncDisposable> {
  const now = Date.parse(given.now);
  const config = parseConfig(given.yml ?? "", "runrate.yml");
  const catalogue = given.catalogue ?? bundledCatalogue();
  const ledger = await openLedger(given.url ?? "sqlite::memory:", {
    clock: () => now,
    settings: ledgerSettings(config),
  });
  if (csv !== "") await load(ledger, csv, catalogue, now, given.source ?? "test");
  const context = askContext({ ledger, catalogue, now, config });
  return { ...context, ledger, [Symbol.asyncDispose]: () => ledger.close() };
}

/** Adds the usage of a CSV text, priced at its own time. */
export async function load(
  ledger: LedgerStore,
  csv: string,
  catalogue: Catalogue,
  now: number,
  source: string,
): Promise<void> {
  const input = streamInput(Readable.from([Buffer.from(csv)]), "usage.csv");
  const price = recordPricer(compilePricer(catalogue));
  const result = await importUsage(ledger, input, { format: "csv", source, price, now });
  if (result.rejectedCount > 0) throw new Error(JSON.stringify(result.rejected));
}

import { Readable } from "node:stream";
import { bundledCatalogue } from "@runrate/catalogue";
import { parseConfig } from "@runrate/config";
import { compilePricer, type Catalogue } from "@runrate/core";
import { importUsage, openLedger, recordPricer, streamInput, type LedgerStore } from "@runrate/ledger";
import { answerJson, askContext, askQuestion, ledgerSettings, type AskContext } from "../src/index.ts";

export const HEADER =
  "ts,project,provider,model,service_tier,requests,input_tokens,cached_input_tokens,output_tokens,env";

/** When the questions about `USAGE` are asked. */
export const NOW = "2026-11-24T12:00:00Z";

/** Two months of two projects. gpt-4o: 2.50 in, 10 out; gpt-4o-mini: 0.15 in, 0.60 out; per 1M tokens. */
export const USAGE = `${HEADER}
2026-10-05T00:00:00Z,search,openai,gpt-4o-mini,standard,1,10000000,0,0,prod
2026-10-06T00:00:00Z,chat,openai,gpt-4o,standard,1,1000000,0,0,prod
2026-10-28T00:00:00Z,chat,openai,gpt-4o,standard,1,4000000,0,0,prod
2026-11-02T00:00:00Z,search,openai,gpt-4o,standard,1,10000000,0,0,prod
2026-11-03T00:00:00Z,chat,openai,gpt-4o,standard,1,2000000,0,0,staging
2026-11-24T09:00:00Z,chat,openai,gpt-4o,batch,1,2000000,0,0,prod
`;

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

/** The answer to a question, as `--json` shows it. */
export async function ask(text: string, context: AskContext) {
  return answerJson(await askQuestion(text, context));
}

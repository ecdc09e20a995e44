import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ledgerSettings } from "@runrate/ask";
import { workloadRule } from "@runrate/config";
import { compilePricer, RunrateError } from "@runrate/core";
import { importUsage, knownValues, openLedger, recordPricer, type LedgerStore } from "@runrate/ledger";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { pricesOf } from "../prices.ts";
import { SAMPLE_SOURCE, sampleInput } from "./sample.ts";

/** An open ledger with the sample in it. Closing it removes it, unless it was named with `--ledger`. */
export interface SampleLedger extends AsyncDisposable {
  readonly ledger: LedgerStore;
  /** Under which other programs reach it. */
  readonly url: string;
  readonly records: number;
}

/**
 * Opens a ledger of its own and loads the sample into it, priced at its own time. `--ledger` names where it is kept: an empty
 * ledger, or one that has the sample already.
 *
 * @throws RunrateError `ledger_not_empty` where other usage stands in the ledger that was named
 */
export async function openSampleLedger(context: CommandContext): Promise<SampleLedger> {
  const named = context.options.ledger;
  const folder = named === undefined ? mkdtempSync(join(tmpdir(), "runrate-sample-")) : undefined;
  const url = named ?? `sqlite:${join(folder ?? "", "ledger.db")}`;
  const settings = ledgerSettings(configurationOf(context));
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  let ledger: LedgerStore | undefined;
  try {
    ledger = await openLedger(url, { clock: () => context.now, settings });
    const records = await loadSample(ledger, context);
    const open = ledger;
    return {
      ledger: open,
      url,
      records,
      async [Symbol.asyncDispose]() {
        await open.close();
        remove();
      },
    };
  } catch (error) {
    await ledger?.close();
    remove();
    throw error;
  }
}

async function loadSample(ledger: LedgerStore, context: CommandContext): Promise<number> {
  const sources = (await knownValues(ledger)).values.get("source") ?? [];
  if (sources.some((source) => source !== SAMPLE_SOURCE)) {
    throw new RunrateError(
      "ledger_not_empty",
      `${ledger.name} holds usage of its own, which the sample would be mixed with`,
      {
        hint: "Name another ledger, or none; `runrate ask` answers from the one that you have.",
      },
    );
  }
  // Loaded again at a later instant, the same calls would have other times.
  if (sources.length > 0) return 0;
  const { catalogue, aliases } = pricesOf(context);
  const { stored } = await importUsage(ledger, sampleInput(context.now), {
    format: "csv",
    source: SAMPLE_SOURCE,
    price: recordPricer(compilePricer(catalogue, aliases), aliases),
    matchWorkload: workloadRule(configurationOf(context).workloads),
    now: context.now,
  });
  return stored;
}

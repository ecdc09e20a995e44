import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledCatalogue } from "@runrate/catalogue";
import { applyOverrides, compilePricer, type PriceOverride } from "@runrate/core";
import { openLedger, recordPricer, type LedgerSettings, type LedgerStore, type RecordPricer } from "../src/index.ts";

/** 24 November 2026, noon: the instant at which the tests' clocks stand. */
export const NOW = Date.UTC(2026, 10, 24, 12);

/** A folder that is gone at the end of the test: `using folder = temporaryFolder()`. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), "runrate-ledger-"));
  return {
    path,
    file: (name: string) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A ledger in memory that is closed at the end of the test: `await using ledger = await memoryLedger()`. */
export async function memoryLedger(settings?: LedgerSettings): Promise<LedgerStore & AsyncDisposable> {
  const store = await openLedger("sqlite::memory:", { clock: () => NOW, ...(settings ? { settings } : {}) });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

/** Prices as the shipped catalogue says, with overrides given as [model, input, output, cached?] in USD per 1M tokens. */
export function pricesOf(
  ...overrides: readonly (readonly [model: string, input: string, output: string, cached?: string])[]
): RecordPricer {
  const given = overrides.map(([model, input, output, cached]): PriceOverride => ({
    kind: "rates",
    model,
    rates: { input, output, ...(cached === undefined ? {} : { cached_input: cached }) },
  }));
  return recordPricer(compilePricer(applyOverrides(bundledCatalogue(), given)));
}

import { randomUUID } from "node:crypto";
import { applyOverrides, compilePricer, type PriceOverride } from "@runrate/core";
import type { LedgerStore, RecordPricer } from "@runrate/ledger";
import type { Delivered, UsageSink } from "./sink.ts";
import type { UsageLine } from "./usage-line.ts";

/** The source that records of a recorder name. */
const SOURCE = "recorder";

interface Opened {
  readonly ledger: LedgerStore;
  readonly price: RecordPricer;
}

/** Writes to a ledger of this machine or network, priced with core. The ledger's code is loaded when the first batch goes out. */
export class LedgerSink implements UsageSink {
  readonly #url: string;
  readonly #overrides: readonly PriceOverride[];
  readonly #clock: () => number;
  #opened: Promise<Opened> | undefined;

  constructor(url: string, overrides: readonly PriceOverride[], clock: () => number) {
    this.#url = url;
    this.#overrides = overrides;
    this.#clock = clock;
  }

  async send(lines: readonly UsageLine[]): Promise<Delivered> {
    const { ledgerRecord, readUsageLine } = await import("@runrate/ledger");
    const { ledger, price } = await this.#open();
    const reasons: string[] = [];
    let rejected = 0;
    const records = lines.flatMap((line) => {
      const read = readUsageLine(line, { now: this.#clock(), source: SOURCE, idOf: randomUUID });
      if (read.kind === "record") return [ledgerRecord(read.record, price)];
      rejected += 1;
      if (reasons.length < 3) reasons.push(read.reason);
      return [];
    });
    const { stored, duplicates } = await ledger.append(records);
    return { stored, duplicates, rejected, reasons };
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.ledger.close();
  }

  async #open(): Promise<Opened> {
    this.#opened ??= this.#load();
    try {
      return await this.#opened;
    } catch (error) {
      // The next batch tries again: a database may come back.
      this.#opened = undefined;
      throw error;
    }
  }

  async #load(): Promise<Opened> {
    const [{ openLedger, recordPricer }, { bundledCatalogue }] = await Promise.all([
      import("@runrate/ledger"),
      import("@runrate/catalogue"),
    ]);
    const catalogue = applyOverrides(bundledCatalogue(), this.#overrides);
    return {
      ledger: await openLedger(this.#url, { clock: this.#clock }),
      price: recordPricer(compilePricer(catalogue)),
    };
  }
}

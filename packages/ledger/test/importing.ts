import { Readable } from "node:stream";
import { toDecimal } from "@runrate/core";
import {
  importUsage,
  querySpend,
  streamInput,
  type ImportOptions,
  type ImportResult,
  type LedgerReader,
  type LedgerStore,
} from "../src/index.ts";
import { NOW, pricesOf } from "./open-ledger.ts";

/** The header of the CSV files of these tests, and a row of it: $0.01. */
export const HEADER = "ts,model,input_tokens,cached_input_tokens,output_tokens";
export const GOOD = "2026-11-01T00:00:00Z,gpt-4o,2000,0,500";

/** All spend that a ledger can hold. */
export const ALL = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2100, 0, 1), zone: "UTC", by: [], where: [] } as const;

/** List prices, at the clock of the tests. */
export const OPTIONS: ImportOptions = { price: pricesOf(), now: NOW };

/** Imports a file named `usage`, as it would come through a pipe. */
export async function importText(
  ledger: LedgerStore,
  text: string | Buffer,
  options: Partial<ImportOptions> = {},
): Promise<ImportResult> {
  return await importUsage(ledger, streamInput(Readable.from([Buffer.from(text)]), "usage"), {
    ...OPTIONS,
    ...options,
  });
}

/** What a ledger adds up to. */
export async function totalOf(ledger: LedgerReader): Promise<{ usd: string; requests: number; unpriced: number }> {
  const { total } = await querySpend(ledger, ALL);
  return {
    usd: toDecimal(total.usd),
    requests: Number(total.counts.requests),
    unpriced: Number(total.unpricedRequests),
  };
}

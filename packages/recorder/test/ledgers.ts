import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toDecimal } from "@runrate/core";
import { openLedger, querySpend, scanRecords, type LedgerRecord } from "@runrate/ledger";
import { CREATED } from "./fake-openai.ts";

/** The clock of the tests: when the fake API's answers were made. */
export const clock = (): number => CREATED * 1_000;

/** Names of new ledgers, in a folder that the test file takes away when it is done. */
export function ledgerFolder(): { newLedger(): string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "runrate-recorder-"));
  let files = 0;
  return {
    newLedger: () => `sqlite:${join(folder, `${(files += 1)}.db`)}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** All records of a ledger, oldest first. */
export async function recordsOf(url: string): Promise<readonly LedgerRecord[]> {
  const ledger = await openLedger(url, { clock });
  const found: LedgerRecord[] = [];
  for await (const record of scanRecords(ledger, { from: Date.UTC(2020, 0, 1), to: Date.UTC(2100, 0, 1) }))
    found.push(record);
  await ledger.close();
  return found;
}

/** What a ledger adds up to, in dollars. */
export async function totalOf(url: string): Promise<string> {
  const ledger = await openLedger(url, { clock });
  const span = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2100, 0, 1), zone: "UTC", by: [], where: [] } as const;
  const { total } = await querySpend(ledger, span);
  await ledger.close();
  return toDecimal(total.usd);
}

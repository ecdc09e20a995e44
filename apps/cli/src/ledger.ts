import { DEFAULT_LEDGER, openLedger, type LedgerStore } from "@runrate/ledger";
import type { CommandContext } from "./program.ts";

/** Opens the ledger that was named (else `RUNRATE_LEDGER`, else the default) for one piece of work, and closes it. */
export async function withLedger<T>(
  url: string | undefined,
  { terminal, now }: CommandContext,
  work: (ledger: LedgerStore) => Promise<T>,
): Promise<T> {
  const ledger = await openLedger(url ?? terminal.env["RUNRATE_LEDGER"] ?? DEFAULT_LEDGER, { clock: () => now });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

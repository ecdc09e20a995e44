import { z } from "zod";
import { readCursor, writeCursor } from "../cursor.ts";
import type { LedgerReader, LedgerTransaction } from "../store.ts";

const cursorText = z.object({ from: z.number(), through: z.number() });

/** How far one endpoint of a source has been read: everything in [from, through), in milliseconds since 1970 UTC. */
export type SyncCursor = z.infer<typeof cursorText>;

/** The name of an endpoint's cursor. */
export function cursorName(source: string, endpoint: string): string {
  return `${source}/${endpoint}`;
}

/** Undefined when the endpoint has never been read, or what is stored is not a cursor of this kind. */
export async function readSyncCursor(ledger: LedgerReader, name: string): Promise<SyncCursor | undefined> {
  const stored = await readCursor(ledger, name);
  if (stored === undefined) return undefined;
  const parsed = cursorText.safeParse(JSON.parse(stored.cursor));
  return parsed.success ? parsed.data : undefined;
}

/** Moves an endpoint's cursor in the transaction that stores what it stands for. */
export async function writeSyncCursor(tx: LedgerTransaction, name: string, cursor: SyncCursor): Promise<void> {
  await writeCursor(tx, name, JSON.stringify(cursor));
}

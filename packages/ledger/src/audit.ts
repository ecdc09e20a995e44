import { z } from "zod";
import type { LedgerReader, LedgerTransaction } from "./store.ts";

/** Something that a person or a command did to what the ledger says. Entries are only ever added. */
export interface AuditEntry {
  readonly id: bigint;
  readonly at: number;
  /** Who: a user of Slack or of the machine, "runrate" for the program itself. */
  readonly actor: string;
  /** What: "reprice", "close_month", "budget_set" … */
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const details = z.record(z.string(), z.unknown());

/** Writes an entry in the transaction of the change that it describes. Details are JSON values; amounts as decimal strings; no secrets. */
export async function writeAudit(
  tx: LedgerTransaction,
  entry: { readonly actor: string; readonly action: string; readonly details: Readonly<Record<string, unknown>> },
): Promise<void> {
  await tx.db
    .insertInto("audit")
    .values({ at: tx.now, actor: entry.actor, action: entry.action, details: JSON.stringify(entry.details) })
    .execute();
}

/** The newest entries first; `action` limits them to one kind. */
export async function auditEntries(ledger: LedgerReader, limit = 100, action?: string): Promise<readonly AuditEntry[]> {
  let query = ledger.db.selectFrom("audit").selectAll().orderBy("id", "desc").limit(limit);
  if (action !== undefined) query = query.where("action", "=", action);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    at: Number(row.at),
    actor: row.actor,
    action: row.action,
    details: details.parse(JSON.parse(row.details)),
  }));
}

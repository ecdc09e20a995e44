import type { CompiledQuery } from "kysely";
import pg from "pg";
import { BEGIN, storable } from "./postgres-dialect.ts";
import { isNotSent, outcomeUnknown, postgresFailure } from "./postgres-errors.ts";

/**
 * Runs a statement as a transaction of its own that is sent whole, commit included: the next writer then waits for the server alone,
 * and not until this process comes round to the next step.
 *
 * @param pool of connections in pipeline mode (node-postgres.com/features/pipelining)
 * @returns false when the statement was refused, whatever for: nothing is written
 * @throws RunrateError `ledger_outcome_unknown` when the connection was lost on the way, `ledger_locked` when it was not its turn in time
 */
export async function runAtOnce(pool: pg.Pool, where: string, { sql, parameters }: CompiledQuery): Promise<boolean> {
  const client = await pool.connect().catch(() => undefined);
  if (client === undefined) return false;
  const steps = [client.query(BEGIN), client.query(sql, parameters.map(storable)), client.query("commit")] as const;
  const [begun, written, committed] = await Promise.allSettled(steps);
  client.release(committed.status === "rejected");
  // The commit of a refused transaction is answered too: it was undone.
  if (committed.status === "fulfilled" && committed.value.command === "COMMIT") return true;
  if (begun.status === "rejected" && isAnswer(begun.reason)) throw postgresFailure(begun.reason, where);
  if (committed.status === "fulfilled" || isNotSent(committed.reason)) return false;
  if (written.status === "rejected" && isAnswer(written.reason)) return false;
  throw outcomeUnknown(where, committed.reason);
}

/** Whether the server itself said so. */
function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError;
}

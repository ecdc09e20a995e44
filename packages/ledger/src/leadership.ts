import { sql } from "kysely";
import type { LedgerStore } from "./store.ts";

export interface LeadershipOptions {
  /** How often the leader shows that it lives, in milliseconds; default 10,000. */
  readonly beatMs?: number;
  /** After so long without a sign the server ends the leader's session and another replica may lead; default 60,000. */
  readonly silenceMs?: number;
}

/**
 * Does work that only one replica may do at a time, such as reading a provider's usage. On PostgreSQL the leader holds an advisory
 * lock in a session of its own; a leader that is killed loses it at once, one that stands still after a minute (PostgreSQL 14 or
 * later), and `work` is told by its signal. A file has one program that serves, which always leads.
 *
 * @param task what is led: "sweep:openai-admin"
 * @returns what the work returns; undefined when another replica leads
 * @throws what the work throws; `ledger_*`
 */
export async function whileLeader<T>(
  ledger: LedgerStore,
  task: string,
  work: (signal: AbortSignal) => Promise<T>,
  { beatMs = 10_000, silenceMs = 60_000 }: LeadershipOptions = {},
): Promise<T | undefined> {
  const end = new AbortController();
  if (ledger.dialect === "sqlite") return await work(end.signal);
  return await ledger.db.connection().execute(async (session) => {
    const { rows } = await sql<{ leads: boolean }>`
      select pg_try_advisory_lock(hashtext(current_schema()), hashtext(${`runrate.lead.${task}`})) as leads`.execute(
      session,
    );
    if (rows[0]?.leads !== true) return undefined;
    await sql`select set_config('idle_session_timeout', ${String(silenceMs)}, false) from pg_settings
      where name = 'idle_session_timeout'`.execute(session);
    const beat = setInterval(() => {
      // Not a question that may be asked in another session: that one would not have the lock.
      sql`show application_name`.execute(session).catch((error: unknown) => end.abort(error));
    }, beatMs);
    try {
      return await work(end.signal);
    } finally {
      clearInterval(beat);
      if (!end.signal.aborted) {
        await sql`select pg_advisory_unlock_all()`.execute(session).catch(() => {});
        await sql`reset all`.execute(session).catch(() => {});
      }
    }
  });
}

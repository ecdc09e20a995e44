import { sql } from "kysely";
import { scopeCondition } from "./scope.ts";
import type { LedgerReader, SpendFilter } from "./store.ts";

/** The newest call of a conversation. */
export interface LastCall {
  readonly conversation: string;
  readonly at: number;
  /** What the conversation holds after it: its input and its output. */
  readonly tokens: number;
}

/** The last call of every conversation before an instant, the longest idle first; at most `limit` of them. */
export async function lastCalls(
  ledger: LedgerReader,
  before: number,
  where: readonly SpendFilter[] = [],
  limit = 100_000,
): Promise<readonly LastCall[]> {
  const { rows } = await sql<{ conversation: string; at: bigint; tokens: bigint }>`
    with ranked as (
      select records.conversation as conversation, records.at as at,
        records.input_tokens + records.output_tokens as tokens,
        row_number() over (partition by records.conversation order by records.at desc, records.seq desc) as place
      from records join series on series.id = records.series_id
      where records.conversation is not null and records.at < ${before} and ${scopeCondition(ledger, where, "records")}
    )
    select conversation, at, tokens from ranked where place = 1 order by at, conversation limit ${limit}`.execute(
    ledger.db,
  );
  return rows.map(({ conversation, at, tokens }) => ({ conversation, at: Number(at), tokens: Number(tokens) }));
}

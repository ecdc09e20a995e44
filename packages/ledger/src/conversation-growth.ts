import type { Span } from "@runrate/core";
import { sql } from "kysely";
import { scopeCondition } from "./scope.ts";
import type { LedgerReader, SpendFilter } from "./store.ts";

/** How much a conversation's calls read, from its first to its last one in a span. */
export interface ConversationGrowth {
  readonly conversation: string;
  readonly calls: bigint;
  /** Input tokens of the first call and of the last one; the same call where there is one. */
  readonly firstInputTokens: bigint;
  readonly lastInputTokens: bigint;
}

/** The growth of conversations in a half-open span. Ids in `conversations` are taken as they are; empty: of all of them. */
export async function conversationGrowth(
  ledger: LedgerReader,
  span: Span,
  where: readonly SpendFilter[],
  conversations: readonly string[],
): Promise<readonly ConversationGrowth[]> {
  const chosen =
    conversations.length === 0 ? sql`` : sql`and records.conversation in (${sql.join([...conversations])})`;
  const { rows } = await sql<{ conversation: string; calls: bigint; first: bigint; last: bigint }>`
    with ranked as (
      select records.conversation as conversation, records.input_tokens as input_tokens,
        row_number() over (partition by records.conversation order by records.at, records.seq) as place,
        row_number() over (partition by records.conversation order by records.at desc, records.seq desc) as place_from_end
      from records join series on series.id = records.series_id
      where records.conversation is not null ${chosen} and records.at >= ${span.from} and records.at < ${span.to}
        and ${scopeCondition(ledger, where, "records")}
    )
    select conversation, count(*) as calls,
      max(case when place = 1 then input_tokens else 0 end) as first,
      max(case when place_from_end = 1 then input_tokens else 0 end) as last
    from ranked group by conversation order by conversation`.execute(ledger.db);
  return rows.map(({ conversation, calls, first, last }) => ({
    conversation,
    calls: BigInt(calls),
    firstInputTokens: BigInt(first),
    lastInputTokens: BigInt(last),
  }));
}

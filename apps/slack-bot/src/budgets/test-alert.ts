import { alertFactsOfTest, enqueue, type Budget } from "@runrate/budgets";
import type { LedgerTransaction } from "@runrate/ledger";
import { renderReply } from "../alerts/render-alert.ts";

/** Writes a marked test alert into the outbox, so that it goes the way that a real one goes. */
export async function enqueueTest(tx: LedgerTransaction, budget: Budget | undefined, channel: string): Promise<void> {
  const facts = await alertFactsOfTest(tx, budget);
  const { text, blocks } = renderReply(facts, { isRepeat: false });
  await enqueue(tx, {
    key: facts.key,
    kind: "post",
    channel,
    payload: JSON.stringify({ text, blocks }),
  });
}

import type { LedgerReader } from "@runrate/ledger";
import type { NoticeKind } from "./notice.ts";

/** How many parts at the end of a key change from one notice to the next: a day, a price, since when. */
const CHANGING: Readonly<Record<string, number>> = { anomaly: 1, drift: 1, stale: 1, shutdown: 2 };

/** What happens once and is of its kind alone: all new models, and all changes of prices, are one topic. */
const ONE_TOPIC: ReadonlySet<string> = new Set(["model", "price"]);

/** What a snooze of a notice holds back: its key, without what changes. `anomaly/project:a/2026-11-24` is `anomaly/project:a`. */
export function topicOf(key: string): string {
  const parts = key.split("/");
  const [kind = ""] = parts;
  if (ONE_TOPIC.has(kind)) return kind;
  return parts.slice(0, parts.length - (CHANGING[kind] ?? 0)).join("/");
}

/** Whether a notice tells what has happened once, and not how something stands. */
export function isEvent(kind: NoticeKind): boolean {
  return kind === "new-model" || kind === "price-change";
}

/** The last word on a topic: who holds it back, since when, until when. */
export interface NoticeSnooze {
  readonly by: string;
  readonly at: number;
  readonly until: number;
}

/** The snoozes of topics, those that are over included. */
export async function snoozesOf(
  ledger: LedgerReader,
  topics: readonly string[],
): Promise<ReadonlyMap<string, NoticeSnooze>> {
  if (topics.length === 0) return new Map();
  const rows = await ledger.db
    .selectFrom("notice_snoozes")
    .selectAll()
    .where("topic", "in", [...new Set(topics)])
    .execute();
  return new Map(
    rows.map(({ topic, actor, at, until }) => [topic, { by: actor, at: Number(at), until: Number(until) }]),
  );
}

import type { Whole } from "./tables.ts";

/** A delivery of Slack's that has been taken up: its repetition has no effect. */
export interface SlackDeliveryTable {
  /** `event_id` or `trigger_id`. */
  id: string;
  at: Whole;
}

/** A question as it was answered in Slack: what its buttons and the questions that follow it in a thread go by. */
export interface SlackQuestionTable {
  id: string;
  /** The query as JSON (`querySchema` of packages/ask). */
  query: string;
  user_id: string;
  channel: string;
  /** Null where it was answered to the asker alone. */
  thread_ts: string | null;
  at: Whole;
}

export interface SlackTables {
  slack_deliveries: SlackDeliveryTable;
  slack_questions: SlackQuestionTable;
}

import type { ColumnType, GeneratedAlways } from "kysely";
import type { Whole } from "./tables.ts";

/** A 64-bit whole number that may be absent. */
type WholeOrNull = ColumnType<bigint | null, number | bigint | null | undefined, number | bigint | null>;
type TextOrNull = ColumnType<string | null, string | null | undefined, string | null>;

/** A budget; what it says stands in its revisions. Rows stay when it is deleted, since alerts refer to them. */
export interface BudgetTable {
  id: GeneratedAlways<bigint>;
  name: string;
  /** "slack": made and changed by people there; "declared": it stands in runrate.yml and is read-only. */
  origin: string;
  /** The newest revision. */
  revision: Whole;
  created_at: Whole;
  created_by: string;
  deleted_at: WholeOrNull;
}

export interface BudgetRevisionTable {
  budget_id: Whole;
  /** From 1 without gaps. */
  revision: Whole;
  at: Whole;
  actor: string;
  reason: TextOrNull;
  /** What the budget says from here on, as JSON. */
  terms: string;
}

/** What has been told of a budget in one of its periods: the one message, and the state that its alerts are judged by. */
export interface BudgetPeriodTable {
  budget_id: Whole;
  period_start: Whole;
  period_end: Whole;
  /** The revision of the last evaluation. */
  revision: Whole;
  evaluated_at: Whole;
  /** 1 when a message has been opened or is on its way. */
  has_message: Whole;
  /** Where the message was posted, once Slack has said so. */
  message_channel: TextOrNull;
  message_ts: TextOrNull;
  /** 1 while the message says that it is resolved. */
  is_resolved: Whole;
  /** "raised" or "corrected". */
  resolution: TextOrNull;
  /** Forecast watches as JSON. */
  watches: string;
  acknowledged_by: TextOrNull;
  acknowledged_at: WholeOrNull;
  snoozed_by: TextOrNull;
  snoozed_until: WholeOrNull;
}

/** One alert by its identity; the unique key is what keeps it from being told twice. */
export interface BudgetAlertTable {
  id: GeneratedAlways<bigint>;
  budget_id: Whole;
  revision: Whole;
  period_start: Whole;
  /** "actual" or "forecast". */
  basis: string;
  /** Per cent, decimal text. */
  percent: string;
  /** "message", "passed" or "late". */
  told: string;
  /** The budget's channel at the time; null: none was set. */
  channel: TextOrNull;
  /** The first record, by time then order of arrival, whose running total reached the threshold; null for a forecast. */
  crossed_at: WholeOrNull;
  record_id: TextOrNull;
  record_seq: WholeOrNull;
  /** The running total at that record, or the forecast: pico-dollars or tokens as decimal text. */
  running: string;
  created_at: Whole;
}

/** An alert that is not about a budget: a new model, a price change, a stale source, an anomaly … */
export interface NoticeTable {
  id: GeneratedAlways<bigint>;
  kind: string;
  /** What it is about and when, so that it is told once. */
  key: string;
  at: Whole;
  /** JSON. */
  facts: string;
  /** Who looks after it, and since when; null: nobody has said so. */
  acknowledged_by: TextOrNull;
  acknowledged_at: WholeOrNull;
}

/** Someone holds back what is told of a topic until an instant; the newest word of each topic. */
export interface NoticeSnoozeTable {
  /** What a notice's key is about, without what changes from one to the next: `anomaly/project:search`. */
  topic: string;
  until: Whole;
  actor: string;
  at: Whole;
}

/** What is to be sent to Slack. A row is written in the transaction of the fact that causes it, and is never removed. */
export interface OutboxTable {
  id: GeneratedAlways<bigint>;
  /** Identity of the message: what the message's metadata carries. */
  key: string;
  /** "open", "reply", "refresh", "note", "notice", "digest" … */
  kind: string;
  /** Where it is to go: a channel's id or name; null: the installation's admins. */
  channel: TextOrNull;
  budget_id: WholeOrNull;
  period_start: WholeOrNull;
  /** What the message says, as JSON. */
  payload: string;
  created_at: Whole;
  /** Not before this instant: a snooze, a pause after a failure. */
  not_before: Whole;
  /** "pending", "sending", "sent", "superseded". */
  state: string;
  claimed_by: TextOrNull;
  claimed_until: WholeOrNull;
  attempts: Whole;
  /** 1 when an attempt's outcome is not known: the next one may be a repeat. */
  is_uncertain: Whole;
  last_error: TextOrNull;
  sent_at: WholeOrNull;
  sent_channel: TextOrNull;
  sent_ts: TextOrNull;
}

/** Someone said that higher spend is expected until an instant. */
export interface ExpectedSpendTable {
  id: GeneratedAlways<bigint>;
  /** What is expected to be higher: a filter as JSON text; "" is everything. */
  scope: string;
  until: Whole;
  actor: string;
  at: Whole;
}

/** A channel to which messages cannot be delivered, until one can again. */
export interface DeliveryProblemTable {
  channel: string;
  /** Slack's error code. */
  code: string;
  since: Whole;
  last_at: Whole;
  /** Where the messages go meanwhile; null: they wait. */
  fallback: TextOrNull;
}

/** The tables of budgets and alerts, a part of every ledger. */
export interface BudgetTables {
  budgets: BudgetTable;
  budget_revisions: BudgetRevisionTable;
  budget_periods: BudgetPeriodTable;
  budget_alerts: BudgetAlertTable;
  notices: NoticeTable;
  notice_snoozes: NoticeSnoozeTable;
  outbox: OutboxTable;
  expected_spend: ExpectedSpendTable;
  delivery_problems: DeliveryProblemTable;
}

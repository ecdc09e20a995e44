import type { Migration } from "../migrations.ts";

/** What the Slack bot remembers between two messages, for all of its replicas. */
export const slackTables: Migration = {
  version: 3,
  name: "slack",
  usableFrom: 1,
  async up(db) {
    await db.schema
      .createTable("slack_deliveries")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("slack_deliveries_by_time").on("slack_deliveries").column("at").execute();
    await db.schema
      .createTable("slack_questions")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("query", "text", (column) => column.notNull())
      .addColumn("user_id", "text", (column) => column.notNull())
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("thread_ts", "text")
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("slack_questions_by_thread")
      .on("slack_questions")
      .columns(["channel", "thread_ts", "at"])
      .execute();
    await db.schema.createIndex("slack_questions_by_time").on("slack_questions").column("at").execute();
  },
};

import { sql } from "kysely";
import type { Migration } from "../migrations.ts";

/** What is told beside budgets can be held back for a while, by topic. */
export const noticeSnoozes: Migration = {
  version: 6,
  name: "notice snoozes",
  usableFrom: 1,
  async up(db, dialect) {
    const text = dialect === "sqlite" ? sql`text` : sql`text collate "C"`;
    await db.schema
      .createTable("notice_snoozes")
      .addColumn("topic", text, (column) => column.primaryKey().notNull())
      .addColumn("until", "bigint", (column) => column.notNull())
      .addColumn("actor", text, (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
  },
};

import { sql } from "kysely";
import type { Migration } from "../migrations.ts";

/** Limits that code keeps to, what calls under way have reserved of them, and what has been deleted at a provider. */
export const reservationTables: Migration = {
  version: 5,
  name: "reservations",
  usableFrom: 1,
  async up(db, dialect) {
    const text = dialect === "sqlite" ? sql`text` : sql`text collate "C"`;
    await db.schema
      .createTable("limit_spend")
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("period_start", "bigint", (column) => column.notNull())
      .addColumn("period_end", "bigint", (column) => column.notNull())
      .addColumn("unit", text, (column) => column.notNull())
      .addColumn("high", "bigint", (column) => column.notNull())
      .addColumn("low", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("limit_spend_key", ["name", "period_start"])
      .execute();
    await db.schema
      .createTable("reservations")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("period_start", "bigint", (column) => column.notNull())
      .addColumn("high", "bigint", (column) => column.notNull())
      .addColumn("low", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("reservations_by_limit")
      .on("reservations")
      .columns(["name", "period_start", "expires_at"])
      .execute();
    await db.schema
      .createTable("deleted_state")
      .addColumn("kind", text, (column) => column.notNull())
      .addColumn("id", text, (column) => column.notNull())
      .addColumn("deleted_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("deleted_state_key", ["kind", "id"])
      .execute();
  },
};

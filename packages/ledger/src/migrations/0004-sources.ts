import type { Migration } from "../migrations.ts";

/** The names behind a provider's ids, the tokens with which programs send usage, and what pull requests were estimated to cost. */
export const sourceTables: Migration = {
  version: 4,
  name: "sources",
  usableFrom: 1,
  async up(db) {
    await db.schema
      .createTable("names")
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("name", "text")
      .addColumn("organisation", "text")
      .addColumn("resolved_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("names_key", ["kind", "id"])
      .execute();
    await db.schema
      .createTable("tokens")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull().unique())
      .addColumn("scopes", "text", (column) => column.notNull())
      .addColumn("source", "text")
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("created_by", "text", (column) => column.notNull())
      .addColumn("expires_at", "bigint")
      .addColumn("revoked_at", "bigint")
      .addColumn("used_at", "bigint")
      .execute();
    await db.schema
      .createTable("estimates")
      .addColumn("repository", "text", (column) => column.notNull())
      .addColumn("number", "bigint", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("posted_at", "bigint", (column) => column.notNull())
      .addColumn("merged_at", "bigint")
      .addColumn("merge_commit", "text")
      .addPrimaryKeyConstraint("estimates_key", ["repository", "number"])
      .execute();
    await db.schema.createIndex("tokens_by_name").on("tokens").column("name").execute();
  },
};

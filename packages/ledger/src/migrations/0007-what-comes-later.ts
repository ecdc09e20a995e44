import { sql } from "kysely";
import type { Migration } from "../migrations.ts";

/** Merges that were told before their estimate, when a change was first seen to run, and spans that belong to a stored call. */
export const whatComesLater: Migration = {
  version: 7,
  name: "what comes later",
  usableFrom: 1,
  async up(db, dialect) {
    const text = dialect === "sqlite" ? sql`text` : sql`text collate "C"`;
    await db.schema.alterTable("estimates").addColumn("deployed_at", "bigint").execute();
    await db.schema
      .createTable("merges")
      .addColumn("repository", text, (column) => column.notNull())
      .addColumn("number", "bigint", (column) => column.notNull())
      .addColumn("merged_at", "bigint", (column) => column.notNull())
      .addColumn("merge_commit", text)
      .addPrimaryKeyConstraint("merges_key", ["repository", "number"])
      .execute();
    await db.schema
      .createTable("span_links")
      .addColumn("span", text, (column) => column.notNull())
      .addColumn("relation", text, (column) => column.notNull())
      .addColumn("call", text, (column) => column.notNull())
      .addColumn("noted_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("span_links_key", ["span", "relation"])
      .execute();
    await db.schema.createIndex("span_links_by_time").on("span_links").column("noted_at").execute();
  },
};

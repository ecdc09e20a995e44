import pg from "pg";
import { testSchema, type TestSchema } from "./test-schema.ts";

/** Tables with rows of their own from the start. */
const KEPT = ["schema_versions", "state"];

/** Schemas that are used one after the other: emptying one is ten times as fast as making one with its tables. */
export class SchemaPool {
  readonly #serverUrl: string;
  readonly #all: TestSchema[] = [];
  readonly #free: TestSchema[] = [];

  constructor(serverUrl: string) {
    this.#serverUrl = serverUrl;
  }

  /** A schema without data, with or without a ledger's tables. */
  async take(): Promise<TestSchema> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const made = await testSchema(this.#serverUrl);
    this.#all.push(made);
    return made;
  }

  /** Nothing is connected to the schema any more. */
  async giveBack(schema: TestSchema): Promise<void> {
    await empty(schema.url);
    this.#free.push(schema);
  }

  async drop(): Promise<void> {
    for (const schema of this.#all.splice(0)) await schema[Symbol.asyncDispose]();
  }
}

async function empty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set client_min_messages = error");
    const { rows } = await client.query<{ name: string; partition: boolean }>(
      `select quote_ident(relname) as name, relispartition as partition from pg_class
       where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')`,
    );
    const names = (isPartition: boolean) =>
      rows.filter((table) => table.partition === isPartition && !KEPT.includes(table.name)).map((table) => table.name);
    const partitions = names(true);
    const tables = names(false);
    if (partitions.length > 0) await client.query(`drop table ${partitions.join(", ")}`);
    if (tables.length > 0) {
      await client.query(`truncate ${tables.join(", ")} restart identity cascade`);
      await client.query("alter sequence records_seq restart");
      await client.query("update state set value = 0 where name = 'change'");
      await client.query("delete from state where name = 'records_from'");
    }
  } finally {
    await client.end();
  }
}

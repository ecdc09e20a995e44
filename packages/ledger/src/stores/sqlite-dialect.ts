import type Database from "better-sqlite3";
import {
  type CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from "kysely";
import { sqliteFailure } from "./sqlite-errors.ts";

/**
 * Kysely on one better-sqlite3 connection. Differs from Kysely's own dialect in three ways: a transaction takes the write lock
 * when it begins (so it waits for its turn instead of failing midway), statements stay prepared, and refusals name the file and
 * the next step.
 */
export function sqliteDialect(database: Database.Database): Dialect {
  const connection = new SqliteConnection(database);
  return {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createDriver: (): Driver => ({
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: async () => connection.run("begin immediate"),
      commitTransaction: async () => connection.run("commit"),
      rollbackTransaction: async () => {
        // A full disk makes SQLite roll back by itself; a second rollback would hide the first error.
        if (database.inTransaction) connection.run("rollback");
      },
      releaseConnection: async () => {},
      destroy: async () => {
        database.close();
      },
    }),
  };
}

/** How many prepared statements are kept; questions with many values each have a text of their own. */
const KEPT_STATEMENTS = 200;

class SqliteConnection implements DatabaseConnection {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement<unknown[], unknown>>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      const statement = this.#prepare(sql);
      // The row's shape is the query's; Kysely has typed it from the table interfaces.
      if (statement.reader) return { rows: statement.all(parameters) as Row[] };
      const { changes } = statement.run(parameters);
      return { rows: [], numAffectedRows: BigInt(changes) };
    } catch (error) {
      throw sqliteFailure(error, this.#database.name);
    }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncGenerator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  run(sql: string): void {
    try {
      this.#prepare(sql).run();
    } catch (error) {
      throw sqliteFailure(error, this.#database.name);
    }
  }

  #prepare(sql: string): Database.Statement<unknown[], unknown> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare<unknown[], unknown>(sql);
      if (this.#statements.size >= KEPT_STATEMENTS) this.#statements.clear();
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

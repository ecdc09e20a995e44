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
import { Statements } from "./sqlite-connection.ts";
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

class SqliteConnection implements DatabaseConnection {
  readonly #statements: Statements;
  readonly #file: string;

  constructor(database: Database.Database) {
    this.#statements = new Statements(database);
    this.#file = database.name;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      const { rows, changes } = this.#statements.execute(sql, parameters);
      // The row's shape is the query's; Kysely has typed it from the table interfaces.
      return changes === undefined ? { rows: rows as Row[] } : { rows: [], numAffectedRows: changes };
    } catch (error) {
      throw sqliteFailure(error, this.#file);
    }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncGenerator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  run(sql: string): void {
    try {
      this.#statements.execute(sql, []);
    } catch (error) {
      throw sqliteFailure(error, this.#file);
    }
  }
}

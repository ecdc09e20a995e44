import Database from "better-sqlite3";

/** How many prepared statements are kept; questions with many values each have a text of their own. */
const KEPT_STATEMENTS = 200;

/** What a statement came to. */
export interface StatementResult {
  readonly rows: unknown[];
  /** Undefined for a statement that reads. */
  readonly changes: bigint | undefined;
}

/** The code of the error for another program's database; its message is the name of a table. */
export const FOREIGN_DATABASE = "RUNRATE_FOREIGN_DATABASE";

/**
 * Opens the file as every ledger is opened (WAL, synchronous FULL, 64-bit integers as bigint). Threads start with this: it loads
 * nothing else.
 *
 * @throws SqliteError as better-sqlite3 says, or `FOREIGN_DATABASE`; `sqliteFailure` explains both
 */
export function openDatabase(file: string, readOnly: boolean, busyTimeoutMs: number): Database.Database {
  const database = new Database(file, { timeout: busyTimeoutMs, readonly: readOnly, fileMustExist: readOnly });
  try {
    database.defaultSafeIntegers(true);
    if (!readOnly) {
      // Before anything of it is changed: the journal's mode would stay.
      refuseForeign(database);
      database.pragma("journal_mode = WAL");
      // 16 MB instead of 4: pages that an import changes again and again are written back to the file a quarter as often.
      database.pragma("wal_autocheckpoint = 4000");
    }
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function refuseForeign(database: Database.Database): void {
  const tables = database.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck().all();
  const [other] = tables;
  if (other === undefined || tables.includes("schema_versions")) return;
  throw new Database.SqliteError(other, FOREIGN_DATABASE);
}

/** Runs statements that stay prepared. */
export class Statements {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement<unknown[], unknown>>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  execute(sql: string, parameters: readonly unknown[]): StatementResult {
    const statement = this.#prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters), changes: undefined };
    const { changes } = statement.run(parameters);
    return { rows: [], changes: BigInt(changes) };
  }

  #prepare(sql: string): Database.Statement<unknown[], unknown> {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare<unknown[], unknown>(sql);
      if (this.#prepared.size >= KEPT_STATEMENTS) this.#prepared.clear();
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { RunrateError } from "@runrate/core";
import { KnownNumbers } from "../append.ts";
import { GroupAppend } from "../group-append.ts";
import { migrate } from "../migrations.ts";
import { NO_SETTINGS, type LedgerStore, type RecordValue } from "../store.ts";
import type { LedgerTables } from "../tables.ts";
import type { StatementResult } from "./sqlite-connection.ts";
import { SqliteThread } from "./sqlite-thread.ts";
import { makeLedgerFolder, type SqliteOptions } from "./sqlite.ts";

/** So many questions are read at once; writes are one at a time, as SQLite has it. */
const READERS = 2;

/**
 * Opens a ledger file for a server: all of SQLite's waiting (another program's lock, the disk, a long read) happens in threads of
 * their own, so that the event loop goes on. Reads do not wait for this program's writes. A statement costs some 30 µs more than
 * with `openSqliteLedger`: an import in a process of its own is better off with that one.
 *
 * @throws RunrateError as `openSqliteLedger`
 */
export async function openThreadedSqliteLedger(
  file: string,
  options: Omit<SqliteOptions, "readOnly">,
): Promise<LedgerStore> {
  if (file === ":memory:") {
    throw new RunrateError("bad_ledger_url", "a ledger in memory cannot be shared by threads", {
      hint: "Name a file: sqlite:<path>.",
    });
  }
  const { clock, settings = NO_SETTINGS, busyTimeoutMs = 10_000 } = options;
  makeLedgerFolder(file);
  const threads = new Threads(file, busyTimeoutMs);
  const db = new Kysely<LedgerTables>({ dialect: threadedDialect(threads) });
  try {
    // The writer creates the file, which readers expect to find.
    await threads.writer.ask({ kind: "execute", sql: "select 1", parameters: [] });
    await migrate(db, "sqlite", clock());
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const known = new KnownNumbers();
  const reader = { dialect: "sqlite", settings } as const;
  const store: LedgerStore = {
    ...reader,
    db,
    name: `sqlite:${file}`,
    clock,
    append: (records) => grouped.append(records),
    transaction: (work) => db.transaction().execute((trx) => work({ ...reader, db: trx, now: clock() })),
    // The transaction holds the one writer, so these statements are part of it.
    insertRows: async (_tx, rows) => ({ inserted: await threads.insert(rows) }),
    close: () => db.destroy(),
  };
  const grouped = new GroupAppend(store, known);
  return store;
}

/** The threads of one file: a writer, handed from one holder to the next, and readers that anybody may use. */
class Threads {
  readonly writer: SqliteThread;
  readonly #settings: { readonly file: string; readonly readOnly: boolean; readonly busyTimeoutMs: number };
  readonly #readers: SqliteThread[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(file: string, busyTimeoutMs: number) {
    this.#settings = { file, readOnly: false, busyTimeoutMs };
    this.writer = new SqliteThread(this.#settings);
  }

  /** The reader with the least to do; a further one is started when all are busy. */
  reader(): SqliteThread {
    const [least] = this.#readers.toSorted((a, b) => a.load - b.load);
    if (least !== undefined && (least.load === 0 || this.#readers.length >= READERS)) return least;
    const reader = new SqliteThread({ ...this.#settings, readOnly: true });
    this.#readers.push(reader);
    return reader;
  }

  /** Waits for the writer's turn. @returns what gives it to the next */
  async takeWriter(): Promise<() => void> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    return resolve;
  }

  async insert(rows: readonly (readonly RecordValue[])[]): Promise<readonly boolean[]> {
    return (await this.writer.ask({ kind: "insert", rows })) as boolean[];
  }

  async close(): Promise<void> {
    await Promise.all([this.writer, ...this.#readers].map((thread) => thread.close()));
  }
}

class ThreadedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

function threadedDialect(threads: Threads): Dialect {
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => new ThreadedConnection(threads),
    beginTransaction: (connection) => own(connection).begin(),
    commitTransaction: (connection) => own(connection).end({ kind: "execute", sql: "commit", parameters: [] }),
    rollbackTransaction: (connection) => own(connection).end({ kind: "rollback" }),
    releaseConnection: async (connection) => own(connection).giveBack(),
    destroy: () => threads.close(),
  };
  return {
    createAdapter: () => new ThreadedAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createDriver: () => driver,
  };
}

function own(connection: DatabaseConnection): ThreadedConnection {
  if (connection instanceof ThreadedConnection) return connection;
  throw new RunrateError("internal", "a connection of another ledger");
}

/** What only reads; whatever else there may be goes to the writer, which does both. */
const READS = /^\s*(?:select|with|values)\b(?![^]*\b(?:insert|update|delete|replace\s+into)\b)/i;

/** One piece of work: statements on their own go where they may, a transaction holds the writer. */
class ThreadedConnection implements DatabaseConnection {
  readonly #threads: Threads;
  #release: (() => void) | undefined;

  constructor(threads: Threads) {
    this.#threads = threads;
  }

  async begin(): Promise<void> {
    const release = await this.#threads.takeWriter();
    try {
      await this.#threads.writer.ask({ kind: "execute", sql: "begin immediate", parameters: [] });
      this.#release = release;
    } catch (error) {
      release();
      throw error;
    }
  }

  async end(task: Parameters<SqliteThread["ask"]>[0]): Promise<void> {
    // After a commit that failed the transaction is still open: Kysely rolls back next.
    await this.#threads.writer.ask(task);
    this.giveBack();
  }

  giveBack(): void {
    this.#release?.();
    this.#release = undefined;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const task = { kind: "execute", sql, parameters } as const;
    if (this.#release) return resultOf(await this.#threads.writer.ask(task));
    if (READS.test(sql)) return resultOf(await this.#threads.reader().ask(task));
    const release = await this.#threads.takeWriter();
    try {
      return resultOf(await this.#threads.writer.ask(task));
    } finally {
      release();
    }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncGenerator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }
}

function resultOf<Row>(answer: unknown): QueryResult<Row> {
  const { rows, changes } = answer as StatementResult;
  // The row's shape is the query's; Kysely has typed it from the table interfaces.
  return changes === undefined ? { rows: rows as Row[] } : { rows: [], numAffectedRows: changes };
}

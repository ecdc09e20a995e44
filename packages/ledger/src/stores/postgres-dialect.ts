import { setTimeout as sleep } from "node:timers/promises";
import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from "kysely";
import type { Pool, PoolClient } from "pg";
import { isConnectionLost, isNotSent, outcomeUnknown, postgresFailure } from "./postgres-errors.ts";

/**
 * Begins a write: its turn first. One writer at a time makes what a transaction reads true until it commits, so that sequence and
 * change numbers appear in commit order and writers never deadlock, as with SQLite. The lock is the schema's and ends with the
 * transaction; a writer that stands still is ended by the server (`idle_in_transaction_session_timeout`).
 */
export const BEGIN = "begin; select pg_advisory_xact_lock(hashtext('runrate.write'), hashtext(current_schema()))";

/**
 * Kysely on a pool of pg. Differs from Kysely's own dialect: a transaction waits for its turn to write, a commit that broke off is
 * told apart, questions outlive a dropped connection, and refusals name the ledger and the next step.
 *
 * @param where the ledger without credentials, for messages
 * @param patienceMs for how long a question whose connection was lost tries to find the server again
 */
export function postgresDialect(pool: Pool, where: string, patienceMs: number): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createDriver: (): Driver => ({
      init: async () => {},
      acquireConnection: () => PostgresConnection.open(pool, where, patienceMs),
      beginTransaction: (connection) => ours(connection).begin(),
      commitTransaction: (connection) => ours(connection).commit(),
      rollbackTransaction: (connection) => ours(connection).rollback(),
      releaseConnection: async (connection) => ours(connection).release(),
      destroy: () => pool.end(),
    }),
  };
}

function ours(connection: DatabaseConnection): PostgresConnection {
  if (connection instanceof PostgresConnection) return connection;
  throw new TypeError("a connection of another driver");
}

class PostgresConnection implements DatabaseConnection {
  readonly #pool: Pool;
  readonly #where: string;
  readonly #patienceMs: number;
  #client: PoolClient;
  #isWriting = false;
  #isLost = false;

  private constructor(pool: Pool, where: string, patienceMs: number, client: PoolClient) {
    this.#pool = pool;
    this.#where = where;
    this.#patienceMs = patienceMs;
    this.#client = client;
  }

  static async open(pool: Pool, where: string, patienceMs: number): Promise<PostgresConnection> {
    return new PostgresConnection(pool, where, patienceMs, await connect(pool, where, 0));
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      return await this.#run<Row>(query);
    } catch (error) {
      if (!this.#isLost || this.#isWriting || !isQuestion(query.sql)) throw error;
      // An idle connection of the pool had died, or the server was restarted: a question may be asked again.
      this.#client.release(true);
      this.#client = await connect(this.#pool, this.#where, this.#patienceMs);
      this.#isLost = false;
      return await this.#run<Row>(query);
    }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncGenerator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  async begin(): Promise<void> {
    try {
      await this.#guard(() => this.#client.query(BEGIN));
    } catch (error) {
      // The lock was not given: the transaction stands open, refused.
      await this.rollback();
      throw error;
    }
    this.#isWriting = true;
  }

  async commit(): Promise<void> {
    try {
      await this.#guard(() => this.#client.query("commit"));
    } catch (cause) {
      if (!this.#isLost || isNotSent(cause)) throw cause;
      throw outcomeUnknown(this.#where, cause);
    } finally {
      this.#isWriting = false;
    }
  }

  async rollback(): Promise<void> {
    this.#isWriting = false;
    // A lost connection has rolled back by itself, and a second error would hide the first.
    if (!this.#isLost) await this.#client.query("rollback").catch(() => (this.#isLost = true));
  }

  release(): void {
    this.#client.release(this.#isLost);
  }

  async #run<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const result = await this.#guard(() => this.#client.query(sql, parameters.map(storable)));
    const changed = result.command === "SELECT" || result.rowCount === null ? undefined : BigInt(result.rowCount);
    // The row's shape is the query's; Kysely has typed it from the table interfaces.
    const rows = (result.rows ?? []) as Row[];
    return changed === undefined ? { rows } : { rows, numAffectedRows: changed };
  }

  async #guard<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (isConnectionLost(error)) this.#isLost = true;
      throw postgresFailure(error, this.#where);
    }
  }
}

async function connect(pool: Pool, where: string, patienceMs: number): Promise<PoolClient> {
  const until = performance.now() + patienceMs;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
    try {
      return await pool.connect();
    } catch (error) {
      if (performance.now() + pause > until || !isConnectionLost(error)) throw postgresFailure(error, where);
      await sleep(pause);
    }
  }
}

function isQuestion(text: string): boolean {
  return /^\s*(select|with)\b/i.test(text) && !/\b(insert|update|delete|nextval|pg_(try_)?advisory\w*)\b/i.test(text);
}

/** PostgreSQL's text cannot hold NUL; the sign for "unreadable" takes its place. */
export function storable(value: unknown): unknown {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}

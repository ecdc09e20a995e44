import { parentPort, workerData } from "node:worker_threads";
import type { RecordValue } from "../store.ts";
import { openDatabase, Statements } from "./sqlite-connection.ts";
import { RecordInserter } from "./sqlite-insert.ts";

/** What the thread is asked to do. */
export type ThreadTask =
  | { readonly kind: "execute"; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: "insert"; readonly rows: readonly (readonly RecordValue[])[] }
  /** Only where a transaction is open: SQLite may have rolled back by itself. */
  | { readonly kind: "rollback" }
  | { readonly kind: "close" };

/** How the thread is started. */
export interface ThreadSettings {
  readonly file: string;
  readonly readOnly: boolean;
  readonly busyTimeoutMs: number;
}

/** What the thread answers; `error` has what better-sqlite3 threw, to be explained where it is asked for. */
export type ThreadReply = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly error: { readonly message: string; readonly code: string | undefined } }
);

const { file, readOnly, busyTimeoutMs }: ThreadSettings = workerData;
let opened:
  | { database: ReturnType<typeof openDatabase>; statements: Statements; inserter?: RecordInserter }
  | undefined;

function connection() {
  if (opened === undefined) {
    const database = openDatabase(file, readOnly, busyTimeoutMs);
    opened = { database, statements: new Statements(database) };
  }
  return opened;
}

function work(task: ThreadTask): unknown {
  const { database, statements } = connection();
  switch (task.kind) {
    case "execute":
      return statements.execute(task.sql, task.parameters);
    case "insert":
      return (connection().inserter ??= new RecordInserter(database)).insert(task.rows);
    case "rollback":
      if (database.inTransaction) statements.execute("rollback", []);
      return undefined;
    case "close":
      database.close();
      return undefined;
  }
}

parentPort?.on("message", ({ id, task }: { readonly id: number; readonly task: ThreadTask }) => {
  let reply: ThreadReply;
  try {
    reply = { id, result: work(task) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    reply = { id, error: { message: error instanceof Error ? error.message : String(error), code } };
  }
  parentPort?.postMessage(reply);
  if (task.kind === "close") parentPort?.close();
});

import { RunrateError } from "@runrate/core";
import { FOREIGN_DATABASE } from "./sqlite-connection.ts";

/** What SQLite's refusals mean to whoever runs Runrate, by the beginning of the error's code. */
const MEANINGS: readonly (readonly [string, string, (file: string, said: string) => string, string])[] = [
  [
    "SQLITE_BUSY",
    "ledger_locked",
    (file) => `the ledger ${file} is locked by another program`,
    "Wait for the other program (an import, a backup, a database browser) to finish, then try again; nothing is half-written or counted twice.",
  ],
  [
    "SQLITE_LOCKED",
    "ledger_locked",
    (file) => `the ledger ${file} is locked`,
    "Try again; nothing is half-written or counted twice.",
  ],
  [
    "SQLITE_READONLY",
    "ledger_read_only",
    (file) => `the ledger ${file} cannot be written`,
    "Check the permissions of the file and its folder, and that the disk is not mounted read-only.",
  ],
  [
    "SQLITE_FULL",
    "ledger_disk_full",
    (file) => `there is no room left for the ledger ${file}`,
    "Free disk space and run the same command again; what was stored stays, nothing is counted twice.",
  ],
  [
    "SQLITE_CANTOPEN",
    "ledger_unreachable",
    (file) => `the ledger ${file} cannot be opened`,
    "Check that its folder exists and that you may read and write there.",
  ],
  [
    "SQLITE_NOTADB",
    "ledger_not_a_ledger",
    (file) => `${file} is not a Runrate ledger (or it is encrypted)`,
    "Name another file with --ledger sqlite:<path>, or move this one away to start a new ledger.",
  ],
  [
    FOREIGN_DATABASE,
    "ledger_not_a_ledger",
    (file, table) => `${file} is the database of another program: it has a table "${table}"`,
    "Name another file with --ledger sqlite:<path>.",
  ],
  [
    "SQLITE_CORRUPT",
    "ledger_corrupt",
    (file) => `the ledger ${file} is damaged`,
    "Restore it from a backup, or move it away and import the usage again; its content was not changed.",
  ],
  [
    "SQLITE_IOERR",
    "ledger_disk_failed",
    (file) => `the disk failed while the ledger ${file} was read or written`,
    "Check the disk and its free space, then run the same command again; nothing is counted twice.",
  ],
  [
    "SQLITE_PERM",
    "ledger_unreachable",
    (file) => `the ledger ${file} may not be opened`,
    "Check the permissions of the file and its folder.",
  ],
];

/** The error to throw for whatever better-sqlite3 threw: ours with the next step where the cause is known, else the same. */
export function sqliteFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  const { code } = error;
  const meaning = MEANINGS.find(([prefix]) => code.startsWith(prefix));
  if (!meaning) return error;
  const [, name, message, hint] = meaning;
  return new RunrateError(name, message(file, error.message), { file, sqlite: code, hint }, { cause: error });
}

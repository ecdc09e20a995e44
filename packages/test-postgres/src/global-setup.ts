import { createServer, type Server } from "node:http";
import { startPostgres, type PostgresServer } from "./server.ts";

/** Where the test files of this run ask for the server; in the environment, which their processes inherit. */
export const BROKER = "RUNRATE_TEST_POSTGRES";

let users = 0;
let broker: Server | undefined;
let started: Promise<PostgresServer> | undefined;

/**
 * vitest's global set-up: one PostgreSQL for the whole run, started when the first test file asks for it and never when none
 * does. Every project of the run calls this; the first one opens the broker, the last one closes it.
 */
export default async function setup(): Promise<() => Promise<void>> {
  users += 1;
  if (broker === undefined) {
    const server = createServer((_request, response) => {
      started ??= startPostgres();
      started.then(
        ({ url }) => response.end(JSON.stringify({ url })),
        (error: unknown) => response.end(JSON.stringify({ reason: String(error) })),
      );
    });
    broker = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address !== null && typeof address !== "string") process.env[BROKER] = `http://127.0.0.1:${address.port}`;
    server.unref();
  }
  return async () => {
    users -= 1;
    if (users > 0) return;
    broker?.close();
    broker = undefined;
    const server = await started?.catch(() => undefined);
    started = undefined;
    await server?.stop();
  };
}

import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startPostgres, testSchema } from "@runrate/test-postgres";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openLedger, querySpend } from "../src/index.ts";
import { ALL } from "./importing.ts";
import { NOW } from "./open-ledger.ts";
import { bothSums, call, HAS_POSTGRES, opened, POSTGRES_URL } from "./postgres-ledgers.ts";

describe.skipIf(!HAS_POSTGRES || process.env["DATABASE_URL"] !== undefined)("a server that goes away", () => {
  test("is waited for: a restart in the middle of ingest loses nothing", async () => {
    const server = await startPostgres();
    try {
      await using ledger = await opened(server.url);
      const restarts = sleep(150).then(() => server.restart());
      let stored = 0;
      for (let batch = 0; batch < 100; batch += 1) {
        stored += (await ledger.append(Array.from({ length: 5 }, (_, index) => call(`b${batch}-${index}`)))).stored;
        await querySpend(ledger, ALL);
        await sleep(5);
      }
      await restarts;
      expect(stored).toBe(500);
      expect(await bothSums(ledger)).toMatchObject({ requests: 500 });
    } finally {
      await server.stop();
    }
  });
});

/** Lets a server process write files up to a size; undefined lifts the limit. Only the process's own user may. */
function limitFiles(pid: number, bytes: number | undefined): void {
  const { uid, gid } = statSync(`/proc/${pid}`);
  const options = process.getuid?.() === 0 ? { uid, gid } : {};
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes ?? "unlimited"}:`], options);
}

// prlimit is a tool of Linux.
describe.skipIf(!HAS_POSTGRES || process.platform !== "linux" || process.env["DATABASE_URL"] !== undefined)(
  "a server without room",
  () => {
    test("refuses a batch whole, keeps what was stored, and goes on once there is room again", async () => {
      await using schemaOfOwn = await testSchema(POSTGRES_URL);
      await using other = await opened(schemaOfOwn.url);
      const store = await openLedger(schemaOfOwn.url, { clock: () => NOW, connections: 1 });
      await using ledger = Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
      const batch = (name: string) =>
        Array.from({ length: 1_000 }, (_, index) => {
          const long = call(`${name}-${index}`);
          return { ...long, record: { ...long.record, conversation: "x".repeat(1_500) } };
        });
      await ledger.append(batch("a"));
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(ledger.db);
      const pid = Number(rows[0]?.pid);
      // Above the 16 MB of the server's log files, which would stop all of it; the table grows past that.
      limitFiles(pid, 17 * 1024 * 1024);
      let stored = 1_000;
      const fill = async () => {
        for (let number = 0; number < 12; number += 1) stored += (await ledger.append(batch(`b${number}`))).stored;
      };
      await expect(fill()).rejects.toMatchObject({
        code: "ledger_disk_full",
        hint: expect.stringContaining("nothing is counted twice"),
      });
      expect(stored).toBeGreaterThan(5_000);
      expect(await bothSums(other)).toMatchObject({ requests: stored });
      limitFiles(pid, undefined);
      await fill();
      expect(await bothSums(other)).toEqual({ requests: 13_000, usd: 13_000n * 600_000_000n });
    });
  },
);

import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startPostgres, testSchema } from "@runrate/test-postgres";
import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import {
  changesSince,
  ledgerRecord,
  openLedger,
  pruneRecords,
  querySpend,
  whileLeader,
  type LedgerReader,
  type LedgerRecord,
  type LedgerStore,
} from "../src/index.ts";
import { NOW, pricesOf } from "./open-ledger.ts";
import { HAS_POSTGRES, POSTGRES_URL } from "./postgres-ledgers.ts";

const DAY = 86_400_000;
const PRICE = pricesOf();
const ALL = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2100, 0, 1), zone: "UTC", by: [], where: [] } as const;

const schema = HAS_POSTGRES ? await testSchema(POSTGRES_URL) : undefined;
const url = schema?.url ?? "";
afterAll(() => schema?.[Symbol.asyncDispose]());

/** A call of gpt-4o-mini with 2,000 input and 500 output tokens: $0.0006. */
function call(id: string, at = NOW): LedgerRecord {
  return ledgerRecord(
    {
      id,
      at,
      model: "gpt-4o-mini",
      serviceTier: "standard",
      usage: { inputTokens: 2_000, outputTokens: 500 },
      requests: 1,
      project: id.slice(0, 1),
      tags: { batch: id.slice(0, 3) },
      source: "test",
    },
    PRICE,
  );
}

async function opened(ledgerUrl: string): Promise<LedgerStore & AsyncDisposable> {
  const store = await openLedger(ledgerUrl, { clock: () => NOW });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

function withParameter(ledgerUrl: string, name: string, value: string): string {
  const changed = new URL(ledgerUrl);
  changed.searchParams.set(name, value);
  return changed.href;
}

/** Requests and pico-dollars, from the roll-ups and from the records themselves. */
async function bothSums(ledger: LedgerReader) {
  const rolled = await querySpend(ledger, ALL);
  const scanned = await querySpend(ledger, { ...ALL, where: [{ dimension: "tag:none", values: [null] }] });
  expect(rolled.total).toEqual(scanned.total);
  return { requests: Number(rolled.total.counts.requests), usd: rolled.total.usd };
}

describe.skipIf(!HAS_POSTGRES)("a ledger on PostgreSQL", () => {
  test("an id that another process stored in a month of its making is stored once", async () => {
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    await using first = await opened(schemaOfOwn.url);
    await using second = await opened(schemaOfOwn.url);
    // Both know one month; then the second makes another.
    await first.append([call("a1")]);
    await first.append([call("a2")]);
    await second.append([call("a3")]);
    await second.append([call("b1", NOW - 40 * DAY)]);
    expect(await first.append([call("b1")])).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await first.append([call("a4")])).toMatchObject({ stored: 1 });
    expect(await bothSums(first)).toEqual({ requests: 5, usd: 3_000_000_000n });
  });

  test("usage older than what another process took away meanwhile is refused, not counted again", async () => {
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    await using first = await opened(schemaOfOwn.url);
    await using second = await opened(schemaOfOwn.url);
    const old = call("a1", NOW - 40 * DAY);
    await first.append([old]);
    await first.append([call("a2")]);
    await pruneRecords(second, Math.floor(NOW / DAY) * DAY - 20 * DAY, "ada");
    expect(await first.append([old, call("a3")])).toMatchObject({
      stored: 1,
      conflicts: [{ id: "a1", reason: expect.stringContaining("single calls are kept since") }],
    });
    expect((await querySpend(first, ALL)).total.counts.requests).toBe(3n);
  });

  test("several writers at once store every record once, and a reader of the change feed misses none", async () => {
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    await using first = await opened(schemaOfOwn.url);
    await using second = await opened(schemaOfOwn.url);
    await using third = await opened(schemaOfOwn.url);
    let seen = 0n;
    let records = 0n;
    let isDone = false;
    const follow = async () => {
      for (;;) {
        const last = isDone;
        for (const change of await changesSince(third, seen)) {
          expect(change.seq).toBe(seen + 1n);
          seen = change.seq;
          records += change.records;
        }
        if (last) return;
        await sleep(2);
      }
    };
    const following = follow();
    // Each writer sends every record, in batches of other sizes and orders, as retries and several sources do.
    const ids = Array.from({ length: 600 }, (_, index) => `r${index}`);
    const write = async (ledger: LedgerStore, size: number, order: readonly string[]) => {
      let stored = 0;
      for (let start = 0; start < order.length; start += size) {
        const months = order
          .slice(start, start + size)
          .map((id) => call(id, NOW - (Number(id.slice(1)) % 3) * 31 * 86_400_000));
        stored += (await ledger.append(months)).stored;
      }
      return stored;
    };
    const stored = await Promise.all([
      write(first, 7, ids),
      write(second, 13, [...ids].reverse()),
      write(third, 29, [...ids].sort()),
    ]);
    isDone = true;
    await following;
    expect(stored.reduce((sum, count) => sum + count, 0)).toBe(600);
    expect(records).toBe(600n);
    // 600 × $0.0006 = $0.36.
    expect(await bothSums(first)).toEqual({ requests: 600, usd: 360_000_000_000n });
  });

  test("connections that are cut again and again lose nothing and count nothing twice", async () => {
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    await using ledger = await opened(withParameter(schemaOfOwn.url, "application_name", schemaOfOwn.name));
    await using other = await opened(schemaOfOwn.url);
    let isDone = false;
    let batches = 0;
    const cut = async () => {
      for (let last = -1; !isDone; await sleep(80)) {
        // A machine that is slower than the cuts would never get a batch through.
        if (batches === last) continue;
        last = batches;
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${schemaOfOwn.name}`.execute(
          other.db,
        );
      }
    };
    const cutting = cut();
    let stored = 0;
    for (; batches < 60; batches += 1) {
      stored += (await ledger.append(Array.from({ length: 10 }, (_, index) => call(`b${batches}-${index}`)))).stored;
      await querySpend(ledger, ALL);
    }
    isDone = true;
    await cutting;
    expect(stored).toBe(600);
    expect(await bothSums(other)).toEqual({ requests: 600, usd: 360_000_000_000n });
  });

  test("a writer that stands still in its transaction is ended by the server, and its work is done anew later", async () => {
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    await using still = await opened(withParameter(schemaOfOwn.url, "idle_in_transaction_session_timeout", "200"));
    await using other = await opened(schemaOfOwn.url);
    let attempts = 0;
    const slow = still.transaction(async (tx) => {
      attempts += 1;
      await tx.db
        .insertInto("cursors")
        .values({ source: "still", cursor: String(attempts), updated_at: 0 })
        .execute();
      if (attempts === 1) await sleep(600);
    });
    await sleep(50);
    expect(await other.append([call("a")])).toMatchObject({ stored: 1 });
    await slow;
    expect(await other.db.selectFrom("cursors").select("cursor").execute()).toEqual([{ cursor: "2" }]);
  });

  test("what no index entry can hold is stored all the same", async () => {
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    await using ledger = await opened(schemaOfOwn.url);
    const long = (seed: number) =>
      Array.from({ length: 512 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7919 * seed) % 20_000))).join(
        "",
      );
    const { record, ...rest } = call("a");
    const tags = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`key ${index}`, long(index + 1)]));
    const strange = { ...rest, record: { ...record, project: long(11), user: long(12), apiKey: long(13), tags } };
    expect(await ledger.append([strange, strange])).toMatchObject({ stored: 1, duplicates: 1 });
    const asked = await querySpend(ledger, { ...ALL, where: [{ dimension: "tag:key 3", values: [long(4)] }] });
    expect(asked.total.records).toBe(1n);
  });

  test("a record that comes again in another month, or under another id with the same response, is the same record", async () => {
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    await using ledger = await opened(schemaOfOwn.url);
    const month = 31 * 86_400_000;
    const withResponse = (one: LedgerRecord): LedgerRecord => ({
      ...one,
      record: { ...one.record, responseId: "resp" },
    });
    await ledger.append([withResponse(call("a"))]);
    expect(await ledger.append([call("a", NOW - month)])).toMatchObject({ stored: 0, conflicts: [{ id: "a" }] });
    expect(await ledger.append([withResponse(call("b", NOW - month))])).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await ledger.append([call("c", NOW - month), call("c"), call("c", NOW - 2 * month)])).toMatchObject({
      stored: 1,
      duplicates: 2,
    });
    expect(await bothSums(ledger)).toMatchObject({ requests: 2 });
  });
});

describe.skipIf(!HAS_POSTGRES)("what only one replica may do", () => {
  test("is done by the leader alone; another replica leads when it is done, or when its session is lost", async () => {
    await using first = await opened(withParameter(url, "application_name", "runrate-leader"));
    await using second = await opened(url);
    const brief = { beatMs: 20 };
    const done = await whileLeader(first, "sweep", async () => {
      expect(await whileLeader(second, "sweep", async () => "both", brief)).toBeUndefined();
      expect(await whileLeader(second, "another task", async () => "led", brief)).toBe("led");
      return "led";
    });
    expect(done).toBe("led");
    const lost = whileLeader(
      first,
      "sweep",
      async (signal) => {
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'runrate-leader'`.execute(
          second.db,
        );
        while (!signal.aborted) await sleep(5);
        expect(await whileLeader(second, "sweep", async () => "led", brief)).toBe("led");
        return "told";
      },
      brief,
    );
    expect(await lost).toBe("told");
  });

  test("a leader that stands still is deposed by the server", async () => {
    await using first = await opened(url);
    await using second = await opened(url);
    const still = whileLeader(first, "still", () => sleep(700, "woke"), { beatMs: 60_000, silenceMs: 150 });
    await sleep(400);
    expect(await whileLeader(second, "still", async () => "led")).toBe("led");
    expect(await still).toBe("woke");
  });
});

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

describe.skipIf(!HAS_POSTGRES)("what PostgreSQL refuses is said with the next step and without credentials", () => {
  const secret = "s3cr3t-password";

  async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
    try {
      await work();
    } catch (error) {
      expect(JSON.stringify(error) + String(error) + String(error instanceof Error ? error.stack : "")).not.toContain(
        secret,
      );
      return error;
    }
    throw new Error("it did not fail");
  }

  test("no server there", async () => {
    const error = await failureOf(() =>
      openLedger(`postgres://ada:${secret}@127.0.0.1:1/ledger`, { clock: () => NOW }),
    );
    expect(error).toMatchObject({
      code: "ledger_unreachable",
      message: "the ledger postgres://ada@127.0.0.1:1/ledger cannot be reached",
      hint: expect.stringContaining("RUNRATE_LEDGER"),
    });
  });

  test("a URL that is none", async () => {
    const error = await failureOf(() => openLedger(`postgres://ada:${secret}@host:99999999/x`, { clock: () => NOW }));
    expect(error).toMatchObject({ code: "bad_ledger_url" });
  });

  test("a database that does not exist", async () => {
    const elsewhere = new URL(POSTGRES_URL);
    elsewhere.pathname = "/runrate_does_not_exist";
    const error = await failureOf(() => openLedger(elsewhere.href, { clock: () => NOW }));
    expect(error).toMatchObject({ code: "ledger_unreachable", message: expect.stringContaining("no such database") });
  });

  test.skipIf(process.env["DATABASE_URL"] !== undefined)("a wrong password", async () => {
    const wrong = new URL(url);
    wrong.password = secret;
    const error = await failureOf(() => openLedger(wrong.href, { clock: () => NOW }));
    expect(error).toMatchObject({ code: "ledger_access_refused", hint: expect.stringContaining("password") });
  });

  test("a server that is read-only", async () => {
    await using ledger = await opened(url);
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    await (await opened(schemaOfOwn.url)).close();
    await using standby = await openLedger(schemaOfOwn.url, { clock: () => NOW, readOnly: true }).then((store) =>
      Object.assign(store, { [Symbol.asyncDispose]: () => store.close() }),
    );
    expect((await querySpend(standby, ALL)).rows).toEqual([]);
    expect(await failureOf(() => standby.append([call("a")]))).toMatchObject({ code: "ledger_read_only" });
    expect(ledger.name).not.toContain("options");
  });

  test("a statement that takes too long, and a lock that is not given", async () => {
    await using ledger = await opened(url);
    await using hurried = await opened(
      withParameter(withParameter(url, "statement_timeout", "100"), "lock_timeout", "50"),
    );
    expect(await failureOf(() => sql`select pg_sleep(5)`.execute(hurried.db))).toMatchObject({
      code: "ledger_timeout",
    });
    await ledger.transaction(async () => {
      expect(await failureOf(() => hurried.append([call("a")]))).toMatchObject({ code: "ledger_locked" });
    });
    expect(await hurried.append([call("a")])).toMatchObject({ stored: 1 });
  });

  test("a schema that a newer release has written", async () => {
    await using schemaOfOwn = await testSchema(POSTGRES_URL);
    const ledger = await opened(schemaOfOwn.url);
    await ledger.db
      .insertInto("schema_versions")
      .values({ version: 999, name: "future", usable_from: 999, applied_at: 0 })
      .execute();
    await ledger.close();
    expect(await failureOf(() => openLedger(schemaOfOwn.url, { clock: () => NOW }))).toMatchObject({
      code: "ledger_newer",
    });
  });
});

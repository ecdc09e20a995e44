import { setTimeout as sleep } from "node:timers/promises";
import { testSchema } from "@runrate/test-postgres";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { changesSince, pruneRecords, querySpend, type LedgerRecord, type LedgerStore } from "../src/index.ts";
import { ALL } from "./importing.ts";
import { NOW } from "./open-ledger.ts";
import { bothSums, call, HAS_POSTGRES, opened, POSTGRES_URL, withParameter } from "./postgres-ledgers.ts";

const DAY = 86_400_000;

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

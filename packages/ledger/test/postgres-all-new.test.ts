import { testSchema } from "@runrate/test-postgres";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { ledgerRecord, openLedger, pruneRecords, querySpend, type LedgerRecord } from "../src/index.ts";
import { openPostgresLedger } from "../src/stores/postgres.ts";
import { ALL } from "./importing.ts";
import { NOW } from "./open-ledger.ts";
import { bothSums, call as callOfOwn, HAS_POSTGRES, POSTGRES_URL } from "./postgres-ledgers.ts";

const DAY = 86_400_000;

/** A call whose series is that of all others here. */
function call(id: string, at = NOW, responseId?: string): LedgerRecord {
  const { record, provider, charge } = callOfOwn(id, at);
  const own = responseId === undefined ? {} : { responseId };
  return ledgerRecord({ ...record, ...own, project: "all", tags: {} }, () => ({ provider, charge }));
}

/** Two ledgers on one schema; both have seen the series and the month, so that they take what comes to be new. */
async function twoWarm() {
  const schema = await testSchema(POSTGRES_URL);
  const open = () => openLedger(schema.url, { clock: () => NOW });
  const [first, second] = [await open(), await open()];
  await first.append([call("first")]);
  await second.append([call("second")]);
  return {
    schema,
    first,
    second,
    async [Symbol.asyncDispose]() {
      await first.close();
      await second.close();
      await schema[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(!HAS_POSTGRES)("a batch that is taken to be all new", () => {
  test("and is: everything about it is written", async () => {
    await using ledgers = await twoWarm();
    const hostile = call(`x'"\\{},\n\u{1F600}`, NOW, `r'"\\{}`);
    expect(await ledgers.first.append([hostile, call("b")])).toEqual({
      stored: 2,
      duplicates: 0,
      unpriced: 0,
      conflicts: [],
    });
    expect(await ledgers.second.append([hostile])).toMatchObject({ stored: 0, duplicates: 1, conflicts: [] });
    expect(await bothSums(ledgers.first)).toEqual({ requests: 4, usd: 2_400_000_000n });
  });

  test("but repeats an id, a response id, or itself: each is counted once, and what differs is told", async () => {
    await using ledgers = await twoWarm();
    const { first, second } = ledgers;
    await second.append([call("a", NOW, "resp_1")]);
    expect(await first.append([call("a", NOW - 1), call("b")])).toEqual({
      stored: 1,
      duplicates: 1,
      unpriced: 0,
      conflicts: [{ id: "a", index: 0 }],
    });
    expect(await first.append([call("c")])).toMatchObject({ stored: 1 });
    expect(await first.append([call("d", NOW, "resp_1"), call("e"), call("e")])).toMatchObject({
      stored: 1,
      duplicates: 2,
    });
    expect(await bothSums(first)).toEqual({ requests: 6, usd: 3_600_000_000n });
  });

  test("but another month has its id or response id: it is counted once", async () => {
    await using ledgers = await twoWarm();
    const { first, second } = ledgers;
    await second.append([call("old", NOW - 40 * DAY, "resp_old")]);
    // The first ledger has not heard of that month; then it has.
    expect(await first.append([call("old")])).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await first.append([call("a")])).toMatchObject({ stored: 1 });
    expect(await first.append([call("old")])).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await first.append([call("b")])).toMatchObject({ stored: 1 });
    expect(await first.append([call("c", NOW, "resp_old")])).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await first.append([call("d"), call("e", NOW - 40 * DAY)])).toMatchObject({ stored: 2 });
    expect(await bothSums(first)).toEqual({ requests: 7, usd: 4_200_000_000n });
  });

  test("but is of a time whose calls another process took away: it is refused", async () => {
    await using ledgers = await twoWarm();
    const { first, second } = ledgers;
    await first.append([call("old", NOW - 23 * DAY)]);
    await pruneRecords(second, Math.floor(NOW / DAY) * DAY - 20 * DAY, "ada");
    expect(await first.append([call("older", NOW - 22 * DAY)])).toMatchObject({
      stored: 0,
      conflicts: [{ id: "older", reason: expect.stringContaining("single calls are kept since") }],
    });
    expect((await querySpend(first, ALL)).total.counts.requests).toBe(3n);
  });

  test("but it is not its turn in time: it is refused once, and nothing of it is stored", async () => {
    await using ledgers = await twoWarm();
    const impatient = await openPostgresLedger(ledgers.schema.url, { clock: () => NOW, busyTimeoutMs: 100 });
    await impatient.append([call("a")]);
    await ledgers.first.transaction(async () => {
      await expect(impatient.append([call("b")])).rejects.toMatchObject({ code: "ledger_locked" });
    });
    expect(await impatient.append([call("b")])).toMatchObject({ stored: 1 });
    await impatient.close();
  });

  test("but the server ends its connection while it waits: it is stored once over another", async () => {
    await using ledgers = await twoWarm();
    const { first, second } = ledgers;
    const admin = new pg.Client({ connectionString: POSTGRES_URL });
    await admin.connect();
    let appended: Promise<unknown> | undefined;
    await second.transaction(async () => {
      appended = first.append([call("a"), call("b")]);
      const waiting = `select pid, pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'advisory'`;
      await expect.poll(async () => (await admin.query(waiting)).rowCount, { timeout: 5_000 }).toBeGreaterThan(0);
    });
    expect(await appended).toMatchObject({ stored: 2, duplicates: 0 });
    expect(await bothSums(first)).toEqual({ requests: 4, usd: 2_400_000_000n });
    await admin.end();
  });
});

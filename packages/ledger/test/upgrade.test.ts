import { testSchema } from "@runrate/test-postgres";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  ledgerRecord,
  migrateLedger,
  openLedger,
  querySpend,
  schemaStatus,
  SCHEMA_VERSION,
  type LedgerRecord,
  type LedgerStore,
} from "../src/index.ts";
import { ledgerTables } from "../src/migrations/0001-ledger.ts";
import { migrate, MIGRATIONS, type Migration } from "../src/migrations.ts";
import { NOW, pricesOf, temporaryFolder } from "./open-ledger.ts";
import { HAS_POSTGRES, POSTGRES_URL } from "./postgres-ledgers.ts";

const PRICE = pricesOf();
const ALL = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2100, 0, 1), zone: "UTC", by: [], where: [] } as const;

function calls(name: string, count: number): readonly LedgerRecord[] {
  return Array.from({ length: count }, (_, index) =>
    ledgerRecord(
      {
        id: `${name}-${index}`,
        at: NOW - index,
        model: "gpt-4o-mini",
        serviceTier: "standard",
        usage: { inputTokens: 2_000, outputTokens: 500 },
        requests: 1,
        tags: {},
        source: "test",
      },
      PRICE,
    ),
  );
}

async function requestsOf(ledger: LedgerStore): Promise<bigint> {
  return (await querySpend(ledger, ALL)).total.counts.requests;
}

/** A step of a release that does not exist yet. */
const NEXT: Migration = {
  version: SCHEMA_VERSION + 1,
  name: "next release",
  usableFrom: SCHEMA_VERSION,
  async up(db) {
    await sql`alter table coverage add column note text`.execute(db);
  },
};

describe.skipIf(!HAS_POSTGRES)("the schema of a ledger on PostgreSQL", () => {
  test("is made in an empty database at start, and otherwise only by the command", async () => {
    await using schema = await testSchema(POSTGRES_URL);
    const made = await openLedger(schema.url, { clock: () => NOW, anySchema: true });
    expect(await schemaStatus(made)).toMatchObject({
      version: 0,
      pending: expect.objectContaining({ length: SCHEMA_VERSION }),
    });
    // A ledger of the first release, with data.
    await migrate(made.db, "postgres", NOW, [ledgerTables]);
    await made.append(calls("old", 100));
    await expect(openLedger(schema.url, { clock: () => NOW })).rejects.toMatchObject({
      code: "ledger_older",
      hint: expect.stringContaining("runrate ledger migrate"),
    });
    expect((await schemaStatus(made)).version).toBe(1);
    const applied = await migrateLedger(made);
    expect(applied.map((step) => step.version)).toEqual(
      Array.from({ length: SCHEMA_VERSION - 1 }, (_, index) => index + 2),
    );
    expect(await migrateLedger(made)).toEqual([]);
    const ledger = await openLedger(schema.url, { clock: () => NOW });
    expect(await requestsOf(ledger)).toBe(100n);
    await ledger.close();
    await made.close();
  });

  test("moves to the next release while this one writes, and this one goes on afterwards", async () => {
    await using schema = await testSchema(POSTGRES_URL);
    const running = await openLedger(schema.url, { clock: () => NOW });
    let isDone = false;
    const write = async () => {
      let stored = 0;
      for (let batch = 0; !isDone || batch < 20; batch += 1) {
        stored += (await running.append(calls(`b${batch}`, 20))).stored;
      }
      return stored;
    };
    const writing = write();
    const upgrading = await openLedger(schema.url, { clock: () => NOW });
    expect(await migrate(upgrading.db, "postgres", NOW, [...MIGRATIONS, NEXT])).toEqual([NEXT.version]);
    isDone = true;
    const stored = await writing;
    expect(await requestsOf(running)).toBe(BigInt(stored));
    // This release on the next one's schema: opened anew, written, asked.
    const back = await openLedger(schema.url, { clock: () => NOW });
    expect(await back.append(calls("after", 5))).toMatchObject({ stored: 5 });
    expect(await requestsOf(back)).toBe(BigInt(stored + 5));
    expect(await schemaStatus(back)).toMatchObject({ version: NEXT.version, known: SCHEMA_VERSION, pending: [] });
    for (const ledger of [back, upgrading, running]) await ledger.close();
  });

  test("is made once when several programs open an empty database at once", async () => {
    await using schema = await testSchema(POSTGRES_URL);
    const opened = await Promise.all(Array.from({ length: 4 }, () => openLedger(schema.url, { clock: () => NOW })));
    for (const [index, ledger] of opened.entries()) await ledger.append(calls(`p${index}`, 3));
    for (const ledger of opened) expect(await requestsOf(ledger)).toBe(12n);
    for (const ledger of opened) await ledger.close();
  });
});

test("a file of the first release is brought up to date when it is opened, with its data", async () => {
  using folder = temporaryFolder();
  const url = `sqlite:${folder.file("ledger.db")}`;
  const ledger = await openLedger(url, { clock: () => NOW });
  await ledger.append(calls("a", 10));
  await ledger.close();
  const again = await openLedger(url, { clock: () => NOW });
  expect(await schemaStatus(again)).toMatchObject({ version: SCHEMA_VERSION, pending: [] });
  expect(await requestsOf(again)).toBe(10n);
  await again.close();
});

import { readFile } from "node:fs/promises";
import { testSchema } from "@runrate/test-postgres";
import { afterAll, describe, expect, test } from "vitest";
import {
  changeCounter,
  closeMonth,
  copyLedger,
  ledgerRecord,
  openLedger,
  querySpend,
  scanRecords,
  writeCursor,
  type LedgerReader,
  type LedgerRecord,
  type LedgerStore,
} from "../src/index.ts";
import { memoryLedger, NOW, pricesOf, temporaryFolder } from "./open-ledger.ts";
import { HAS_POSTGRES, POSTGRES_URL } from "./postgres-ledgers.ts";

const PRICE = pricesOf();
const ALL = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2100, 0, 1), zone: "UTC", where: [] } as const;
const DAY = 86_400_000;

function call(index: number): LedgerRecord {
  return ledgerRecord(
    {
      id: `r${index}`,
      at: NOW - (index % 100) * DAY - index,
      model: index % 7 === 0 ? "a-model-nobody-knows" : "gpt-4o-mini",
      serviceTier: "standard",
      usage: { inputTokens: index, outputTokens: index % 13, webSearches: index % 3 },
      requests: 1,
      ...(index % 2 === 0 ? { project: `p${index % 5}` } : {}),
      ...(index % 3 === 0 ? { conversation: `c${index}`, responseId: `resp_${index}` } : {}),
      tags: index % 4 === 0 ? { batch: `b${index % 11}`, "with space": "√ü\"'%_*\\" } : {},
      source: "test",
    },
    PRICE,
  );
}

async function filled(ledger: LedgerStore, count: number): Promise<void> {
  await ledger.append(Array.from({ length: count }, (_, index) => call(index)));
  await ledger.transaction((tx) => writeCursor(tx, "openai-admin", '{"page":1}'));
  await closeMonth(ledger, "2026-10", "ada");
}

async function contentOf(ledger: LedgerReader) {
  const records = [];
  for await (const record of scanRecords(ledger, { from: ALL.from, to: ALL.to })) records.push(record);
  return {
    records,
    spend: await querySpend(ledger, { ...ALL, by: ["month", "model", "project"] }),
    change: await changeCounter(ledger),
  };
}

const schemas: AsyncDisposable[] = [];
afterAll(async () => {
  for (const schema of schemas) await schema[Symbol.asyncDispose]();
});

async function emptyPostgres(): Promise<LedgerStore & AsyncDisposable> {
  const schema = await testSchema(POSTGRES_URL);
  schemas.push(schema);
  const store = await openLedger(schema.url, { clock: () => NOW });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

describe.skipIf(!HAS_POSTGRES)("copying a ledger", () => {
  test("everything arrives on PostgreSQL to the last digit, numbering goes on, and the way back gives the same again", async () => {
    await using sqlite = await memoryLedger();
    await filled(sqlite, 1_500);
    await using postgres = await emptyPostgres();
    const result = await copyLedger(sqlite, postgres);
    expect(result).toMatchObject({ resumed: false, tables: { records: 1_500, closed_months: 1, cursors: 1 } });
    expect(await contentOf(postgres)).toEqual(await contentOf(sqlite));
    // Both go on alike: the same record is known, a new one gets the next numbers.
    for (const ledger of [sqlite, postgres]) {
      expect(await ledger.append([call(2_001), call(3)])).toMatchObject({ stored: 1, duplicates: 1 });
    }
    expect(await contentOf(postgres)).toEqual(await contentOf(sqlite));
    await using back = await memoryLedger();
    await copyLedger(postgres, back);
    expect(await contentOf(back)).toEqual(await contentOf(sqlite));
  });

  test("an interrupted copy goes on where it was, with what has come since", async () => {
    await using sqlite = await memoryLedger();
    await filled(sqlite, 6_000);
    await using postgres = await emptyPostgres();
    const interrupted = copyLedger(sqlite, postgres, ({ table, copied }) => {
      if (table === "records" && copied >= 5_000) throw new Error("the plug was pulled");
    });
    await expect(interrupted).rejects.toThrow("the plug was pulled");
    await sqlite.append([call(7_000)]);
    const result = await copyLedger(sqlite, postgres);
    expect(result).toMatchObject({ resumed: true, tables: { records: 6_001 } });
    expect(result.copied).toBeLessThan(3_000);
    expect(await contentOf(postgres)).toEqual(await contentOf(sqlite));
  });

  test("a ledger that holds usage is not copied over, nor one that is written meanwhile called a copy", async () => {
    await using sqlite = await memoryLedger();
    await filled(sqlite, 10);
    await using postgres = await emptyPostgres();
    await postgres.append([call(1)]);
    await expect(copyLedger(sqlite, postgres)).rejects.toMatchObject({ code: "copy_target_not_empty" });
    await using other = await emptyPostgres();
    let isWritten = false;
    const writing = copyLedger(sqlite, other, () => {
      if (isWritten) return;
      isWritten = true;
      void sqlite.append([call(11)]);
    });
    await expect(writing).rejects.toMatchObject({ code: "copy_source_changed" });
    expect(await copyLedger(sqlite, other)).toMatchObject({ tables: { records: 11 } });
  });
});

test("a file is copied to another file, the first untouched", async () => {
  using folder = temporaryFolder();
  const first = await openLedger(`sqlite:${folder.file("a.db")}`, { clock: () => NOW });
  await filled(first, 50);
  await first.close();
  const before = await readFile(folder.file("a.db"));
  const from = await openLedger(`sqlite:${folder.file("a.db")}`, { clock: () => NOW, readOnly: true });
  const to = await openLedger(`sqlite:${folder.file("b.db")}`, { clock: () => NOW });
  await copyLedger(from, to);
  expect(await contentOf(to)).toEqual(await contentOf(from));
  await from.close();
  await to.close();
  expect((await readFile(folder.file("a.db"))).equals(before)).toBe(true);
});

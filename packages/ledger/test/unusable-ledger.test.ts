import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import Database from "better-sqlite3";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openLedger } from "../src/index.ts";
import { GOOD, HEADER, importText, totalOf } from "./importing.ts";
import { NOW, temporaryFolder } from "./open-ledger.ts";

describe("a ledger that cannot be used says why and what to do", () => {
  const clock = () => NOW;
  const rows = [
    HEADER,
    ...Array.from({ length: 5_000 }, (_, index) => `2026-11-01T00:00:00Z,gpt-4o,${index},0,500`),
  ].join("\n");

  test("a read-only ledger refuses to store, and still answers", async () => {
    using folder = temporaryFolder();
    const url = `sqlite:${folder.file("ledger.db")}`;
    const writable = await openLedger(url, { clock });
    await importText(writable, [HEADER, GOOD].join("\n"));
    await writable.close();
    const ledger = await openLedger(url, { clock, readOnly: true });
    await expect(importText(ledger, rows)).rejects.toMatchObject({
      code: "ledger_read_only",
      hint: expect.stringContaining("permissions"),
    });
    expect(await totalOf(ledger)).toMatchObject({ usd: "0.01" });
    await ledger.close();
  });

  test("a full disk stops an import between two transactions; with room again the rest goes in", async () => {
    using folder = temporaryFolder();
    const ledger = await openLedger(`sqlite:${folder.file("ledger.db")}`, { clock });
    const { rows: size } = await sql<{ page_count: bigint }>`pragma page_count`.execute(ledger.db);
    const room = sql.lit(Number(size[0]?.page_count ?? 0n) + 60);
    await sql`pragma max_page_count = ${room}`.execute(ledger.db);
    await expect(importText(ledger, rows)).rejects.toMatchObject({
      code: "ledger_disk_full",
      hint: expect.stringContaining("nothing is counted twice"),
    });
    const { requests } = await totalOf(ledger);
    expect(requests % 1_000).toBe(0);
    const { rows: stored } = await sql<{ count: bigint }>`select count(*) as count from records`.execute(ledger.db);
    expect(Number(stored[0]?.count)).toBe(requests);
    await sql`pragma max_page_count = 1000000`.execute(ledger.db);
    expect(await importText(ledger, rows)).toMatchObject({
      read: 5_000,
      stored: 5_000 - requests,
      duplicates: requests,
    });
    expect(await totalOf(ledger)).toMatchObject({ requests: 5_000 });
    await ledger.close();
  });

  test("a ledger that another program has locked", async () => {
    using folder = temporaryFolder();
    const ledger = await openLedger(`sqlite:${folder.file("ledger.db")}`, { clock, busyTimeoutMs: 20 });
    const other = new Database(folder.file("ledger.db"));
    other.exec("begin immediate");
    await expect(importText(ledger, rows)).rejects.toMatchObject({
      code: "ledger_locked",
      hint: expect.stringContaining("try again"),
    });
    expect(await totalOf(ledger)).toMatchObject({ requests: 0 });
    other.exec("rollback");
    other.close();
    expect(await importText(ledger, rows)).toMatchObject({ stored: 5_000 });
    await ledger.close();
  });

  test("a damaged ledger", async () => {
    using folder = temporaryFolder();
    const file = folder.file("ledger.db");
    const ledger = await openLedger(`sqlite:${file}`, { clock });
    await importText(ledger, rows);
    await ledger.close();
    const size = readFileSync(file).length;
    const handle = openSync(file, "r+");
    writeSync(handle, Buffer.alloc(size - 4_096, 0xa5), 0, size - 4_096, 4_096);
    closeSync(handle);
    await expect(openLedger(`sqlite:${file}`, { clock })).rejects.toMatchObject({
      code: "ledger_corrupt",
      message: expect.stringContaining(file),
    });
  });

  test("a file that is no database is left untouched", async () => {
    using folder = temporaryFolder();
    const file = folder.file("notes.txt");
    writeFileSync(file, "These are my notes, and they matter to me. ".repeat(100));
    await expect(openLedger(`sqlite:${file}`, { clock })).rejects.toMatchObject({ code: "ledger_not_a_ledger" });
    expect(readFileSync(file, "utf8")).toContain("they matter to me");
  });

  test("another program's database is refused before anything of it is changed", async () => {
    using folder = temporaryFolder();
    const file = folder.file("theirs.db");
    const theirs = new Database(file);
    theirs.exec("create table songs (title text)");
    theirs.close();
    const before = readFileSync(file);
    await expect(openLedger(`sqlite:${file}`, { clock })).rejects.toMatchObject({
      code: "ledger_not_a_ledger",
      message: expect.stringContaining('theirs.db is the database of another program: it has a table "songs"'),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("a folder that cannot be made, a missing read-only ledger, a URL of another kind", async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("file"), "");
    await expect(openLedger(`sqlite:${folder.file("file")}/ledger.db`, { clock })).rejects.toMatchObject({
      code: "ledger_unreachable",
    });
    await expect(openLedger(`sqlite:${folder.file("none.db")}`, { clock, readOnly: true })).rejects.toMatchObject({
      code: "ledger_unreachable",
    });
    await expect(openLedger("mysql://localhost/ledger", { clock })).rejects.toMatchObject({ code: "bad_ledger_url" });
  });

  test.skipIf(!existsSync("/proc/self"))("a folder in a file system that makes none is refused at once", async () => {
    await expect(openLedger("sqlite:/proc/none/deeper/ledger.db", { clock })).rejects.toMatchObject({
      code: "ledger_unreachable",
    });
  });

  test("an older program refuses a newer ledger, and uses one that only adds", async () => {
    using folder = temporaryFolder();
    const url = `sqlite:${folder.file("ledger.db")}`;
    const ledger = await openLedger(url, { clock });
    const newer = { name: "later", applied_at: NOW };
    await ledger.db
      .insertInto("schema_versions")
      .values({ ...newer, version: 998, usable_from: 1 })
      .execute();
    await ledger.close();
    await (await openLedger(url, { clock })).close();
    const again = await openLedger(url, { clock });
    await again.db
      .insertInto("schema_versions")
      .values({ ...newer, version: 999, usable_from: 999 })
      .execute();
    await again.close();
    for (const readOnly of [false, true]) {
      await expect(openLedger(url, { clock, readOnly })).rejects.toMatchObject({
        code: "ledger_newer",
        message: expect.stringContaining("schema 999"),
        hint: expect.stringContaining("Update Runrate"),
      });
    }
  });
});

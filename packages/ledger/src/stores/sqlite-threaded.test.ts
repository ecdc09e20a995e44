import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { changeCounter } from "../change.ts";
import { CLOCK } from "./contract-records.ts";
import { storeContract } from "./contract.ts";
import { openThreadedSqliteLedger } from "./sqlite-threaded.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-threads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}.db`);

storeContract("SQLite in threads", (settings) =>
  openThreadedSqliteLedger(newFile(), { clock: () => CLOCK, ...(settings ? { settings } : {}) }),
);

test("while another program holds the lock, the event loop goes on and reads are answered", async () => {
  const file = newFile();
  const ledger = await openThreadedSqliteLedger(file, { clock: () => CLOCK });
  const other = new Database(file);
  other.exec("begin immediate");
  let written = false;
  const write = ledger
    .transaction((tx) => tx.db.updateTable("state").set({ value: 7n }).where("name", "=", "change").execute())
    .then(() => (written = true));
  expect(await changeCounter(ledger)).toBe(0n);
  expect(written).toBe(false);
  other.exec("commit");
  other.close();
  await write;
  expect(await changeCounter(ledger)).toBe(7n);
  await ledger.close();
});

test("a transaction that throws leaves nothing, and the next one has its turn", async () => {
  const ledger = await openThreadedSqliteLedger(newFile(), { clock: () => CLOCK });
  const set = (value: bigint) =>
    ledger.transaction(async (tx) => {
      await tx.db.updateTable("state").set({ value }).where("name", "=", "change").execute();
      if (value === 1n) throw new Error("changed my mind");
    });
  const [first, second] = await Promise.allSettled([set(1n), set(2n)]);
  expect([first?.status, second?.status]).toEqual(["rejected", "fulfilled"]);
  expect(await changeCounter(ledger)).toBe(2n);
  await ledger.close();
  await expect(changeCounter(ledger)).rejects.toThrow(/destroyed|not open/);
});

test("what is not a ledger is refused with its name and the next step", async () => {
  await expect(openThreadedSqliteLedger(folder, { clock: () => CLOCK })).rejects.toMatchObject({
    code: "ledger_unreachable",
  });
  const file = newFile();
  const theirs = new Database(file);
  theirs.exec("create table songs (title text)");
  theirs.close();
  await expect(openThreadedSqliteLedger(file, { clock: () => CLOCK })).rejects.toMatchObject({
    name: "RunrateError",
    code: "ledger_not_a_ledger",
    message: expect.stringContaining('has a table "songs"'),
  });
});

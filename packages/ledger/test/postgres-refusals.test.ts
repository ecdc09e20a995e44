import { testSchema } from "@runrate/test-postgres";
import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import { openLedger, querySpend } from "../src/index.ts";
import { ALL } from "./importing.ts";
import { NOW } from "./open-ledger.ts";
import { call, HAS_POSTGRES, opened, POSTGRES_URL, withParameter } from "./postgres-ledgers.ts";

const schema = HAS_POSTGRES ? await testSchema(POSTGRES_URL) : undefined;
const url = schema?.url ?? "";
afterAll(() => schema?.[Symbol.asyncDispose]());

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

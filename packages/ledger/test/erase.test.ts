import { toDecimal } from "@runrate/core";
import { afterAll, describe, expect, test } from "vitest";
import { bundledCatalogue } from "@runrate/catalogue";
import {
  auditEntries,
  eraseUser,
  focusLines,
  ingestLines,
  querySpend,
  scanRecords,
  userPseudonym,
  writeAudit,
  type IngestOptions,
  type LedgerStore,
} from "../src/index.ts";
import { HAS_POSTGRES, PostgresLedgers } from "./postgres-ledgers.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";

const ALL = { from: 0, to: NOW, zone: "UTC", where: [] } as const;
const call = (id: string, user: string, at = "2026-11-24T10:30:00Z") => ({
  id,
  at,
  model: "gpt-4o-mini",
  user,
  project: "search",
  usage: { input_tokens: 2_000, cached_input_tokens: 500, output_tokens: 500 },
});

async function send(ledger: LedgerStore, calls: readonly object[], options: Partial<IngestOptions> = {}) {
  const lines = Buffer.from(calls.map((one) => JSON.stringify(one)).join("\n"));
  return await ingestLines(ledger, lines, { source: "http", price: pricesOf(), now: NOW, ...options });
}

async function usersOf(ledger: LedgerStore) {
  const { rows, total } = await querySpend(ledger, { ...ALL, by: ["user"] });
  return { users: rows.map(({ key }) => key[0]).sort(), usd: toDecimal(total.usd) };
}

test("an erased name is gone from records, answers and the audit, and no total changes", async () => {
  await using ledger = await memoryLedger();
  await send(ledger, [call("a", "ada@example.com"), call("b", "bob"), call("c", "ada@example.com")]);
  const before = await usersOf(ledger);
  expect(await eraseUser(ledger, "ada@example.com", { apply: false, actor: "me" })).toEqual({
    records: 2n,
    tags: 0,
    mentions: 0,
  });
  expect(await usersOf(ledger)).toEqual(before);
  const { records, replacement } = await eraseUser(ledger, "ada@example.com", { apply: true, actor: "me" });
  expect(records).toBe(2n);
  expect(await usersOf(ledger)).toEqual({ users: ["bob", replacement].sort(), usd: before.usd });
  const tables = ["series", "records", "names", "audit", "changes"] as const;
  for (const table of tables)
    expect(
      JSON.stringify(await ledger.db.selectFrom(table).selectAll().execute(), (_, value) =>
        String(value) === value ? value : typeof value === "bigint" ? `${value}` : value,
      ),
    ).not.toContain("ada@example.com");
  expect((await auditEntries(ledger, 10, "erase_user"))[0]?.details).toEqual({
    records: 2,
    tags: 0,
    mentions: 0,
    replacement,
  });
});

async function rememberElsewhere(ledger: LedgerStore) {
  await ledger.transaction(async (tx) => {
    const scope = [{ dimension: "user", values: ["user", "ada", "adamant"] }];
    await tx.db
      .insertInto("slack_questions")
      .values({
        id: "q1",
        query: JSON.stringify({ kind: "breakdown", by: ["user"], where: scope }),
        user_id: "U1",
        channel: "C1",
        thread_ts: null,
        at: 0,
      })
      .execute();
    await tx.db
      .insertInto("notices")
      .values({
        kind: "anomaly",
        key: "anomaly:user=ada:1",
        at: 0,
        facts: JSON.stringify({ title: 'ada and "ada": $5' }),
      })
      .execute();
    await writeAudit(tx, { actor: "bob", action: "note", details: { of: "ada", to: "ada@example.com" } });
  });
}

async function elsewhere(ledger: LedgerStore) {
  const [question] = await ledger.db.selectFrom("slack_questions").select("query").execute();
  const [notice] = await ledger.db.selectFrom("notices").select(["key", "facts"]).execute();
  return { query: JSON.parse(question?.query ?? ""), key: notice?.key, facts: JSON.parse(notice?.facts ?? "") };
}

const postgres = HAS_POSTGRES ? new PostgresLedgers(() => NOW) : undefined;
afterAll(() => postgres?.drop());

describe.each([
  ["SQLite", memoryLedger],
  ...(postgres === undefined ? [] : [["PostgreSQL", async () => closing(await postgres.open())] as const]),
] as const)("on %s", (_engine, open) => {
  test("a name is erased from tags, alerts, questions and earlier audit entries, and no other word is", async () => {
    await using ledger = await open();
    await send(ledger, [{ ...call("a", "bob"), caller: "ada", plan: "adamant" }]);
    await rememberElsewhere(ledger);
    const counts = { records: 0n, tags: 1, mentions: 3 };
    expect(await eraseUser(ledger, "ada", { apply: false, actor: "me" })).toEqual(counts);
    const { replacement } = await eraseUser(ledger, "ada", { apply: true, actor: "me" });
    expect(await elsewhere(ledger)).toEqual({
      query: {
        kind: "breakdown",
        by: ["user"],
        where: [{ dimension: "user", values: ["user", replacement, "adamant"] }],
      },
      key: `anomaly:user=${replacement}:1`,
      facts: { title: `${replacement} and "${replacement}": $5` },
    });
    const entries = await auditEntries(ledger, 10);
    expect(entries.find(({ action }) => action === "note")?.details).toEqual({
      of: replacement,
      to: "ada@example.com",
    });
    expect((await querySpend(ledger, { ...ALL, by: ["tag:caller"] })).rows[0]?.key).toEqual([replacement]);
    expect((await querySpend(ledger, { ...ALL, by: ["tag:plan"] })).rows[0]?.key).toEqual(["adamant"]);
    expect(await eraseUser(ledger, "ada", { apply: true, actor: "me" })).toEqual({ records: 0n, tags: 0, mentions: 0 });
    // Runrate's own words stay, even for a person who is called like one.
    await eraseUser(ledger, "user", { apply: true, actor: "me" });
    expect((await elsewhere(ledger)).query.where[0].dimension).toBe("user");
  });
});

function closing(store: LedgerStore): LedgerStore & AsyncDisposable {
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

test("with a key users are stored under pseudonyms: the same for the same name, another with another key", async () => {
  await using ledger = await memoryLedger();
  const pseudonym = userPseudonym("a key of sixteen characters");
  await send(ledger, [call("a", "ada"), call("b", "ada"), call("c", "bob")], { pseudonym });
  const { users } = await usersOf(ledger);
  expect(users).toHaveLength(2);
  expect(users.every((user) => /^u_[\w-]{20}$/.test(user ?? ""))).toBe(true);
  expect(pseudonym(pseudonym("ada"))).toBe(pseudonym("ada"));
  expect(userPseudonym("another key of characters")("ada")).not.toBe(pseudonym("ada"));
  for await (const { record } of scanRecords(ledger, ALL)) expect(record.user).not.toContain("ada");
});

test("a tag that repeats the user's name has the pseudonym too", async () => {
  await using ledger = await memoryLedger();
  const pseudonym = userPseudonym("a key of sixteen characters");
  await send(ledger, [{ ...call("a", "ada@example.com"), email: "ada@example.com", plan: "gold" }], { pseudonym });
  for await (const { record } of scanRecords(ledger, ALL)) {
    expect(record.tags).toEqual({ email: pseudonym("ada@example.com"), plan: "gold" });
  }
});

test("FOCUS has a row for each hour and combination, whose costs add up to the ledger's", async () => {
  await using ledger = await memoryLedger();
  await send(ledger, [
    call("a", "ada"),
    call("b", "ada"),
    call("c", "bob"),
    call("d", "=cmd()", "2026-11-24T11:00:00Z"),
    { ...call("e", "bob"), model: "no-such-model" },
  ]);
  const lines: string[] = [];
  for await (const line of focusLines(ledger, ALL, { catalogue: bundledCatalogue(), aliases: {} })) lines.push(line);
  const [header = "", ...rows] = lines;
  const columns = header.split(",");
  const cell = (row: string, name: string) => row.replaceAll(/"(?:[^"]|"")*"/g, "x").split(",")[columns.indexOf(name)];
  expect(rows).toHaveLength(4);
  expect(rows.map((row) => cell(row, "ChargePeriodStart"))).toEqual([
    "2026-11-24T10:00:00Z",
    "2026-11-24T10:00:00Z",
    "2026-11-24T10:00:00Z",
    "2026-11-24T11:00:00Z",
  ]);
  // 1,500 × $0.15, 500 × $0.075 and 500 × $0.60 a million, twice for ada.
  expect(rows.map((row) => cell(row, "EffectiveCost"))).toEqual(["0.001125", "0.0005625", "0", "0.0005625"]);
  expect(rows.map((row) => cell(row, "x_UnpricedRequests"))).toEqual(["0", "0", "1", "0"]);
  expect(rows[3]).toContain("'=cmd()");
});

test("FOCUS names the unit of what is billed without tokens", async () => {
  await using ledger = await memoryLedger();
  const at = "2026-11-24T10:00:00Z";
  const usage = { input_tokens: 0, output_tokens: 0 };
  await send(ledger, [
    { id: "a", at, model: "web_search", provider: "openai", usage: { ...usage, web_searches: 5 } },
    { id: "b", at, model: "gpt-4o", usage: { input_tokens: 10, output_tokens: 5 } },
  ]);
  const units: string[] = [];
  for await (const line of focusLines(ledger, ALL, { catalogue: bundledCatalogue(), aliases: {} })) {
    units.push(line.split(",").slice(11, 13).join(" "));
  }
  expect(units).toEqual(["ConsumedQuantity ConsumedUnit", "1 Requests", "15 Tokens"]);
});

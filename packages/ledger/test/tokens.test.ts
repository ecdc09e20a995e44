import { expect, test } from "vitest";
import {
  auditEntries,
  createToken,
  findToken,
  listTokens,
  openLedger,
  revokeToken,
  rotateToken,
} from "../src/index.ts";

const HOUR = 3_600_000;

/** A ledger whose clock the test turns. */
async function ledgerWithClock() {
  const clock = { now: Date.UTC(2026, 10, 24) };
  const ledger = await openLedger("sqlite::memory:", { clock: () => clock.now });
  return { ledger, clock, [Symbol.asyncDispose]: () => ledger.close() };
}

const WANTED = { name: "checkout", scopes: ["ingest"], actor: "ada" } as const;

test("a token is found by its secret, which is stored nowhere", async () => {
  await using opened = await ledgerWithClock();
  const { ledger } = opened;
  const { secret, info } = await createToken(ledger, WANTED);
  expect(await findToken(ledger, secret)).toMatchObject({ name: "checkout", source: "checkout", scopes: ["ingest"] });
  expect(await findToken(ledger, `${secret}x`)).toBeUndefined();
  const stored = await ledger.db.selectFrom("tokens").selectAll().execute();
  const told = JSON.stringify([
    ...stored.map(({ hash }) => hash),
    ...(await auditEntries(ledger)).map(({ details }) => details),
  ]);
  expect(told).not.toContain(secret.slice(3));
  expect((await listTokens(ledger)).map(({ id }) => id)).toEqual([info.id]);
});

test("a revoked token and one that has expired are refused", async () => {
  await using opened = await ledgerWithClock();
  const { ledger, clock } = opened;
  const short = await createToken(ledger, { ...WANTED, name: "short", expiresAt: clock.now + HOUR });
  const revoked = await createToken(ledger, WANTED);
  await revokeToken(ledger, "checkout", "ada");
  expect(await findToken(ledger, revoked.secret)).toBeUndefined();
  expect(await findToken(ledger, short.secret)).toBeDefined();
  clock.now += HOUR;
  expect(await findToken(ledger, short.secret)).toBeUndefined();
  await expect(revokeToken(ledger, "checkout", "ada")).rejects.toMatchObject({ code: "unknown_token" });
});

test("after a rotation both secrets work for the overlap, then the new one alone, bound to the same source", async () => {
  await using opened = await ledgerWithClock();
  const { ledger, clock } = opened;
  const old = await createToken(ledger, { ...WANTED, source: "shop" });
  clock.now += HOUR;
  const fresh = await rotateToken(ledger, "checkout", { overlapMs: 24 * HOUR, actor: "ada" });
  expect(await findToken(ledger, old.secret)).toMatchObject({ source: "shop" });
  expect(await findToken(ledger, fresh.secret)).toMatchObject({ source: "shop", scopes: ["ingest"] });
  clock.now += 24 * HOUR;
  expect(await findToken(ledger, old.secret)).toBeUndefined();
  expect(await findToken(ledger, fresh.secret)).toBeDefined();
});

test("two tokens of one name are refused, and so is a name that could not be a source", async () => {
  await using opened = await ledgerWithClock();
  const { ledger } = opened;
  await createToken(ledger, WANTED);
  await expect(createToken(ledger, WANTED)).rejects.toMatchObject({ code: "token_exists" });
  await expect(createToken(ledger, { ...WANTED, name: "a b" })).rejects.toMatchObject({ code: "bad_token_name" });
  await expect(createToken(ledger, { ...WANTED, name: "c", source: "*" })).rejects.toMatchObject({
    code: "bad_token_name",
  });
});

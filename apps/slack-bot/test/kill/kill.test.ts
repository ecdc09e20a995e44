import { testSchema, testServer } from "@runrate/test-postgres";
import { expect, test } from "vitest";
import { killRun } from "./kill-run.ts";

const server = await testServer();

test("killed again and again under a stream of usage, the bot loses no record and tells every alert once", async () => {
  const result = await killRun({ kills: 3, seed: 1 });
  expect(result.faults).toEqual([]);
  expect(result.alerts).toBeGreaterThan(2);
}, 120_000);

test.skipIf(server.kind === "none")(
  "three bots on one PostgreSQL, killed and frozen, lose no record and tell every alert once",
  async () => {
    await using schema = await testSchema(server.kind === "server" ? server.url : "");
    const url = new URL(schema.url);
    // A bot that is frozen inside a transaction is ended by the server sooner than in production.
    url.searchParams.set("idle_in_transaction_session_timeout", "400");
    const result = await killRun({ kills: 3, seed: 2, replicas: 3, ledgerUrl: url.href });
    expect(result.faults).toEqual([]);
    expect(result.alerts).toBeGreaterThan(2);
  },
  180_000,
);

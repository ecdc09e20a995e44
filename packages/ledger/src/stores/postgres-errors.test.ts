import { RunrateError } from "@runrate/core";
import { expect, test } from "vitest";
import { isConnectionLost, isNotSent, isUndone, postgresFailure } from "./postgres-errors.ts";

const refused = (code: string, message = "") => Object.assign(new Error(message), { code });

test.each([
  ["53100", "ledger_disk_full"],
  ["25006", "ledger_read_only"],
  ["57014", "ledger_timeout"],
  ["55P03", "ledger_locked"],
  ["28P01", "ledger_access_refused"],
  ["42501", "ledger_access_refused"],
  ["3D000", "ledger_unreachable"],
  ["57P03", "ledger_unreachable"],
  ["ECONNREFUSED", "ledger_unreachable"],
  ["57P01", "ledger_connection_lost"],
  ["25P03", "ledger_connection_lost"],
  ["08006", "ledger_connection_lost"],
  ["ECONNRESET", "ledger_connection_lost"],
])("%s is told as %s, with where and the next step", (code, name) => {
  const failure = postgresFailure(refused(code), "postgres://ada@db/ledger");
  expect(failure).toBeInstanceOf(RunrateError);
  expect(failure).toMatchObject({ code: name, message: expect.stringContaining("ada@db"), hint: expect.any(String) });
});

test("what is not known stays as it was", () => {
  const odd = refused("XX999");
  expect(postgresFailure(odd, "x")).toBe(odd);
  expect(postgresFailure("text", "x")).toBe("text");
});

test("what may be done again is told apart: lost connections, what another transaction undid, what was never sent", () => {
  expect(isConnectionLost(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isConnectionLost(postgresFailure(refused("57P01"), "x"))).toBe(true);
  expect(isConnectionLost(refused("23505"))).toBe(false);
  expect([isUndone(refused("40P01")), isUndone(refused("40001")), isUndone(refused("53100"))]).toEqual([
    true,
    true,
    false,
  ]);
  expect(isNotSent(new Error("Client has encountered a connection error and is not queryable"))).toBe(true);
  expect(isNotSent(new Error("Connection terminated unexpectedly"))).toBe(false);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testSchema, testServer } from "@runrate/test-postgres";
import { afterAll, describe, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-cli-ledger-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const server = await testServer();
const file = `sqlite:${join(folder, "ledger.db")}`;
const LINES = [
  '{"id":"a","at":"2026-11-01T10:00:00Z","model":"gpt-4o-mini","usage":{"input_tokens":2000,"output_tokens":500}}',
  '{"id":"b","at":"2026-11-02T10:00:00Z","model":"gpt-4o","usage":{"input_tokens":2000,"output_tokens":500}}',
].join("\n");

test("status says where the ledger is and how much it holds", () => {
  runCli(["import", "-", "--ledger", file], LINES);
  const { code, stdout } = runCli(["ledger", "status", "--ledger", file, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ledger: file,
    pending: [],
    records: 2,
    rollups: 2,
    oldest: "2026-11-01T10:00:00.000Z",
    newest: "2026-11-02T10:00:00.000Z",
  });
});

test("usage without a bill in the ledger is held against nothing, not against $0", () => {
  const own = `sqlite:${join(folder, "unbilled.db")}`;
  runCli(["import", "-", "--ledger", own], LINES);
  const args = ["reconcile", "--month", "2026-11", "--now", "2026-11-25T00:00:00Z", "--ledger", own];
  const { stdout } = runCli(args);
  expect(stdout).toContain("no bill in the ledger");
  expect(stdout).toContain("= computed");
  expect(stdout).not.toMatch(/billed for usage|residual|not billed yet/);
  // An invoice is a bill to hold it against.
  expect(runCli([...args, "--invoice", "5"]).stdout).toContain("= invoice");
});

test("prune leaves the calls that a budget for a tag needs, and says which", () => {
  const own = ["--ledger", `sqlite:${join(folder, "needed.db")}`, "--now", "2026-11-24T12:00:00Z"];
  runCli(["import", "-", ...own], LINES);
  expect(runCli(["budget", "set", "100", "month", "for", "tag:team=a", "named", "teams", ...own]).code).toBe(0);
  const refused = runCli(["ledger", "prune", "--before", "2026-11-02", "--apply", ...own]);
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  expect(refused.stderr).toContain('the budget "teams" needs single calls since 2026-11-01');
  expect(refused.stderr).toContain("--before 2026-11-01");
  expect(runCli(["ledger", "prune", "--before", "2026-11-01", "--apply", ...own]).code).toBe(0);
});

test("prune shows what it would take, takes it with --apply, and the totals stay", () => {
  const own = `sqlite:${join(folder, "pruned.db")}`;
  runCli(["import", "-", "--ledger", own], LINES);
  const args = ["ledger", "prune", "--before", "2026-11-02", "--ledger", own, "--json"];
  expect(JSON.parse(runCli(args).stdout)).toEqual({ before: "2026-11-02", records: 1, partitions: 0, dry_run: true });
  expect(JSON.parse(runCli([...args, "--apply"]).stdout)).toMatchObject({ records: 1, dry_run: false });
  const asked = runCli(["query", "--from", "2026-11-01", "--to", "2026-12-01", "--ledger", own, "--json"]);
  expect(JSON.parse(asked.stdout)).toMatchObject({ total: { usd: "0.0106", requests: 2 } });
  const again = runCli(["import", "-", "--ledger", own, "--json"], LINES);
  expect(JSON.parse(again.stdout)).toMatchObject({ stored: 0, duplicates: 1, rejected: [{ line: 1 }] });
  expect(runCli(["ledger", "prune", "--ledger", own])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--keep-days"),
  });
});

describe.skipIf(server.kind === "none")("with PostgreSQL", () => {
  test("a ledger is made, filled, copied into and asked, and its password is never shown", async () => {
    await using schema = await testSchema(server.kind === "server" ? server.url : "");
    const empty = runCli(["ledger", "status", "--ledger", schema.url]);
    expect(empty).toMatchObject({ code: 1, stdout: expect.stringContaining("runrate ledger migrate") });
    expect(runCli(["ledger", "migrate", "--ledger", schema.url]).stdout).toContain("is now at schema");
    expect(runCli(["ledger", "migrate", "--ledger", schema.url]).stdout).toContain("is up to date");
    const copy = runCli(["ledger", "copy", "--from", file, "--to", schema.url, "--json"]);
    // $0.0006 and $0.01.
    expect(JSON.parse(copy.stdout)).toMatchObject({ identical: true, total_usd: "0.0106", tables: { records: 2 } });
    expect(copy.stdout).not.toContain(`:${new URL(schema.url).password}@`);
    const again = runCli(["import", "-", "--ledger", schema.url, "--json"], LINES);
    expect(JSON.parse(again.stdout)).toMatchObject({ stored: 0, duplicates: 2 });
    const asked = runCli([
      "query",
      "--from",
      "2026-11-01",
      "--to",
      "2026-12-01",
      "--by",
      "model",
      "--ledger",
      schema.url,
      "--json",
    ]);
    expect(JSON.parse(asked.stdout)).toMatchObject({ total: { usd: "0.0106", requests: 2 } });
    const twice = runCli(["ledger", "copy", "--from", file, "--to", schema.url]);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining("already holds usage") });
  });
});

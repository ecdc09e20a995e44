import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-pseudonyms-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINE = JSON.stringify({
  id: "a",
  at: "2026-11-24T10:00:00Z",
  model: "gpt-4o-mini",
  usage: { input_tokens: 2_000, output_tokens: 500 },
  user: "ada",
});

test("users that are to be kept under a keyed hash are never stored by name: without the key, nothing is", () => {
  writeFileSync(join(folder, "runrate.yml"), "privacy: { pseudonymise_users: true }\n");
  const refused = runCli(["import", "-", "--json"], LINE, folder);
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  expect(JSON.parse(refused.stderr)).toMatchObject({
    code: "bad_environment",
    message: expect.stringContaining("RUNRATE_PSEUDONYM_KEY is not set"),
    hint: expect.stringContaining("openssl rand"),
  });
  writeFileSync(join(folder, ".env"), "RUNRATE_PSEUDONYM_KEY=a-key-for-the-tests\n");
  expect(runCli(["import", "-"], LINE, folder).code).toBe(0);
  const query = ["query", "--from", "2026-11-24", "--to", "2026-11-25", "--by", "user", "--json"];
  const { rows } = JSON.parse(runCli(query, "", folder).stdout);
  expect(rows).toEqual([expect.objectContaining({ usd: "0.0006" })]);
  expect(rows[0].user).not.toContain("ada");
});

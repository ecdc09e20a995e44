import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-cli-state-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ledger = `sqlite:${join(folder, "ledger.db")}`;

test("cleanup shows what is stale and deletes nothing", () => {
  const lines = [
    {
      id: "a",
      at: "2026-09-01T00:00:00Z",
      model: "gpt-4o",
      conversation: "thread_old",
      usage: { input_tokens: 4_000, output_tokens: 1_000 },
    },
    {
      id: "b",
      at: "2026-11-20T00:00:00Z",
      model: "gpt-4o",
      conversation: "thread_new",
      usage: { input_tokens: 4_000, output_tokens: 1_000 },
    },
  ];
  runCli(["import", "-", "--ledger", ledger], lines.map((line) => JSON.stringify(line)).join("\n"));
  const args = ["cleanup", "--ledger", ledger, "--now", "2026-11-24T12:00:00Z"];
  const { code, stdout } = runCli([...args, "--json"]);
  expect(code).toBe(0);
  // 5,000 tokens × $0.10 per million and day × 30 days.
  expect(JSON.parse(stdout)).toMatchObject({
    dry_run: true,
    monthly_usd: "0.015",
    stale: [{ kind: "thread", id: "thread_old", tokens: 5_000 }],
  });
  expect(runCli(args).stdout).toContain("thread_old");
  expect(runCli([...args, "--kind", "files"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("vector_store"),
  });
});

test("a batch file is estimated; lines that cannot be batched are named, with exit code 1", () => {
  const line = (id: string, body: object) =>
    JSON.stringify({ custom_id: id, method: "POST", url: "/v1/chat/completions", body });
  const file = join(folder, "requests.jsonl");
  const messages = [{ role: "user", content: "Hello there" }];
  writeFileSync(file, `${line("a", { model: "gpt-4o", messages, max_tokens: 100 })}\n`);
  const good = runCli(["batch", "estimate", file, "--json"]);
  expect(good.code).toBe(0);
  const json = JSON.parse(good.stdout);
  expect(json).toMatchObject({ requests: 1, not_batchable: [] });
  expect(Number(json.total_usd) * 2).toBeCloseTo(Number(json.standard_usd), 12);
  writeFileSync(file, `${line("a", { model: "gpt-4o", messages, stream: true })}\n`);
  const bad = runCli(["batch", "estimate", file]);
  expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining("line 1: a batch cannot stream") });
  expect(runCli(["batch", "estimate", join(folder, "none.jsonl")])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("none.jsonl"),
  });
});

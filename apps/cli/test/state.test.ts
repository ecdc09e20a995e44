import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-cli-state-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());
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

test("a thread is answered from the ledger where no key is set, which is said; one that nobody knows needs the key", () => {
  const call = (id: string, at: string, input: number) =>
    JSON.stringify({
      id,
      at,
      model: "gpt-4o",
      conversation: "thread_known",
      usage: { input_tokens: input, output_tokens: 100 },
    });
  const own = `sqlite:${join(folder, "thread.db")}`;
  runCli(
    ["import", "-", "--ledger", own],
    [call("a", "2026-11-20T10:00:00Z", 1_000), call("b", "2026-11-20T10:05:00Z", 1_900)].join("\n"),
  );
  const args = ["thread", "thread_known", "--ledger", own, "--now", "2026-11-24T12:00:00Z"];
  vi.stubEnv("OPENAI_API_KEY", "");
  const { code, stdout } = runCli(args, "", folder);
  expect(code).toBe(0);
  // 2,000 tokens × $0.10 per million and day × 30; the next run reads 2,000 at $2.50 and writes 500 at $10 per million.
  expect(stdout).toBe(
    [
      "thread_known: 2,000 tokens, which its last call read and wrote",
      "from the ledger alone, without the thread's items: OPENAI_API_KEY is not set",
      "call                  model   input  output",
      "2026-11-20T10:00:00Z  gpt-4o  1,000     100",
      "2026-11-20T10:05:00Z  gpt-4o  1,900     100",
      "2 calls so far came to $0.0092",
      "storing it: $0.006 for 30 days at the planning rate ($0.10 per 1M tokens and day, which no provider bills)",
      "the next run, which reads all of it and writes 500 tokens:",
      "model    cost",
      "gpt-4o  $0.01",
      "",
    ].join("\n"),
  );
  expect(JSON.parse(runCli([...args, "--json"], "", folder).stdout)).toMatchObject({
    source: "ledger",
    reason: "OPENAI_API_KEY is not set",
    tokens: 2_000,
    items: [],
    past: { requests: 2, usd: "0.00925", last_calls: [{ input_tokens: 1_000 }, { input_tokens: 1_900 }] },
    next_run: [{ model: "gpt-4o", usd: "0.01" }],
  });
  expect(runCli(["thread", "thread_nobody", "--ledger", own], "", folder)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("reading a thread that the ledger does not know"),
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

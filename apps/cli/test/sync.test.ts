import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startAdminApi } from "@runrate/openai-sandbox";
import { expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const KEY = "sk-admin-for-the-tests";

/** The CLI beside the fake API, which answers in this process. */
async function run(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, NO_COLOR: "1", NODE_NO_WARNINGS: "1", ...env },
  });
  const [stdout, stderr, code] = await Promise.all([
    child.stdout.setEncoding("utf8").toArray(),
    child.stderr.setEncoding("utf8").toArray(),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { code, stdout: stdout.join(""), stderr: stderr.join("") };
}

function temporaryLedger() {
  const folder = mkdtempSync(join(tmpdir(), "runrate-sync-"));
  const url = `sqlite:${join(folder, "ledger.db")}`;
  return { url, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

const START = Date.UTC(2026, 10, 20, 9) / 1_000;
const entry = {
  object: "organization.usage.completions.result",
  input_tokens: 1_000_000,
  output_tokens: 0,
  num_model_requests: 1,
  model: "gpt-4o",
};
const completions = [{ start_time: START, end_time: START + 3_600, results: [entry] }];

test("sync reads the organisation's usage, and sources says how far it reaches", async () => {
  await using api = await startAdminApi({ adminKey: KEY, buckets: { completions, costs: [] } });
  using ledger = temporaryLedger();
  const env = { OPENAI_ADMIN_KEY: KEY, OPENAI_BASE_URL: api.baseUrl, RUNRATE_LEDGER: ledger.url };
  const now = ["--now", "2026-11-24T12:30:00Z"];
  const synced = await run(["sync", ...now], env);
  expect(synced).toMatchObject({ code: 0, stderr: "" });
  expect(synced.stdout).toContain("completions: 1 buckets, 1 new or changed, 0 unchanged");
  const asked = await run(["sources", "--json", ...now], env);
  expect(JSON.parse(asked.stdout)).toMatchObject({
    sources: [
      {
        source: "openai-admin",
        provider: "openai",
        data_through: "2026-11-24T12:00:00.000Z",
        billing: true,
        stale: false,
      },
    ],
  });
  const spent = await run(["query", "--from", "2026-11-01", "--to", "2026-12-01", "--json", ...now], env);
  expect(JSON.parse(spent.stdout)).toMatchObject({ total: { usd: "2.5" } });
});

test("a refused key is the answer no, with what to do, and the key is not shown", async () => {
  await using api = await startAdminApi({ adminKey: KEY, buckets: { completions } });
  using ledger = temporaryLedger();
  const env = { OPENAI_ADMIN_KEY: "sk-secret", OPENAI_BASE_URL: api.baseUrl, RUNRATE_LEDGER: ledger.url };
  const { code, stdout, stderr } = await run(["sync"], env);
  expect(code).toBe(1);
  expect(stdout).toContain("refuses the admin key");
  expect(stdout + stderr).not.toContain("sk-secret");
});

test("without a key it is an error that names the variable", async () => {
  using ledger = temporaryLedger();
  const { code, stderr } = await run(["sync"], {
    OPENAI_ADMIN_KEY: "",
    ANTHROPIC_ADMIN_KEY: "",
    LITELLM_ADMIN_KEY: "",
    RUNRATE_LEDGER: ledger.url,
  });
  expect(code).toBe(2);
  expect(stderr).toContain("none of OPENAI_ADMIN_KEY, ANTHROPIC_ADMIN_KEY and LITELLM_ADMIN_KEY is set");
});

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it, vi } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-doctor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = ["--now", "2026-11-24T12:00:00Z"];
const run = (...args: string[]) => runCli([...args, ...now], "", folder);
const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

describe("runrate doctor", () => {
  it("says what to do first where there is nothing yet", () => {
    const { code, stdout } = run("doctor", "--offline");
    expect(code).toBe(0);
    expect(stdout).toContain("`runrate init` writes one");
    expect(stdout).toContain("`runrate import <file>` or `runrate sync` fills it.");
    expect(stdout).toMatch(/0 failures, 2 warnings\n$/);
  });

  it("warns of a token that can be guessed, without showing it", () => {
    vi.stubEnv("RUNRATE_INGEST_TOKEN", "hunter2");
    const { code, stdout } = run("doctor", "--offline");
    vi.unstubAllEnvs();
    expect(code).toBe(0);
    expect(stdout).toContain("RUNRATE_INGEST_TOKEN has fewer than 16 characters");
    expect(stdout).not.toContain("hunter2");
  });

  it("names usage without a price, models that end, and every problem of the configuration", () => {
    const line = { at: "2026-11-20T00:00:00Z", usage: { input_tokens: 10, output_tokens: 1 } };
    writeFileSync(
      join(folder, "usage.jsonl"),
      ["new-1", "gpt-4o"].map((model) => JSON.stringify({ ...line, model })).join("\n"),
    );
    run("import", "usage.jsonl");
    const { stdout } = run("doctor", "--offline");
    expect(stdout).toContain("1 requests of the last 30 days have no price (new-1)");
    expect(stdout).toContain("gpt-4o is in use and shuts down on 2027-01-14");
    expect(stdout).toContain("nothing newer has come");
    writeFileSync(join(folder, "runrate.yml"), "budgetz: []\ntimezone: Berlin\n");
    const broken = run("doctor", "--offline", "--json");
    const { checks, failures } = JSON.parse(broken.stdout);
    expect([broken.code, failures]).toEqual([1, 2]);
    expect(checks[0]).toMatchObject({ status: "failure", message: expect.stringMatching(/runrate\.yml:1:1.*budgetz/) });
    rmSync(join(folder, "runrate.yml"));
  });

  it("asks Slack and OpenAI whether they take the tokens, and shows none of them", async () => {
    const server = createServer((request, response) => {
      const isSlack = request.url === "/api/auth.test";
      response.writeHead(isSlack ? 200 : 401, { "x-oauth-scopes": "commands" });
      response.end(JSON.stringify({ ok: true, team: "Acme", user: "runrate" }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const env = {
      ...process.env,
      NODE_NO_WARNINGS: "1",
      SLACK_BOT_TOKEN: "xoxb-secret",
      SLACK_SIGNING_SECRET: "secret",
      SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
      OPENAI_API_KEY: "sk-secret",
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    };
    try {
      const asked = promisify(execFile)(process.execPath, [MAIN, "doctor", ...now], { cwd: folder, env });
      const { code, stdout } = await asked
        .catch((error: { code: number; stdout: string }) => error)
        .then((one) => ({ code: 0, ...one }));
      expect(code).toBe(1);
      expect(stdout).toMatch(/the bot token lacks .*chat:write/);
      expect(stdout).toContain("the key is refused (401)");
      expect(stdout).not.toContain("secret");
    } finally {
      server.close();
    }
  });
});

describe("routing", () => {
  it("is tried on a query, and evaluated on recorded ones", () => {
    expect(run("routing", "try", "explain", "the", "architecture").stdout).toBe('strong ("explain", "architecture")\n');
    const call = { at: "2026-11-20T00:00:00Z", model: "gpt-4o", usage: { input_tokens: 2_000, output_tokens: 500 } };
    const lines = ["explain it", "what is it", "debug it", "hello"].map((query) => JSON.stringify({ ...call, query }));
    writeFileSync(join(folder, "queries.jsonl"), [...lines, '{"query": 1}'].join("\n"));
    const args = ["routing", "evaluate", "queries.jsonl", "--cheap", "gpt-4o-mini", "--strong", "gpt-4o"];
    const { code, stdout } = run(...args, "--json");
    // $0.04 as recorded; three at $0.0006 and one at $0.01
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      requests: 4,
      routes: { cheap: { requests: 3, share: 0.75 }, strong: { requests: 1 } },
      recorded_usd: "0.04",
      routed_usd: "0.0118",
      saving_usd: "0.0282",
      rejected: [{ line: 5 }],
    });
    expect(run("routing", "evaluate", "queries.jsonl")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--cheap"),
    });
  });
});

describe("shell completion", () => {
  it("has a script for each shell, which asks for what may come next", () => {
    expect(run("completion", "zsh").stdout).toContain("#compdef runrate");
    expect(run("completion", "bash").stdout).toContain("complete");
    expect(run("completion", "csh")).toMatchObject({ code: 2, stderr: expect.stringContaining("bash, zsh, fish") });
    expect(runCli(["complete", "--", "prices", ""]).stdout).toMatch(/^list\t.*\nshow\t/);
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-ask-"));
const ledger = `sqlite:${join(folder, "ledger.db")}`;
const at = ["--ledger", ledger, "--now", "2026-11-10T00:00:00Z"];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  const file = join(folder, "usage.csv");
  // gpt-4o: 1M in = $2.50; gpt-4o-mini: 1M in = $0.15. October's second call falls outside the elapsed span of November.
  writeFileSync(
    file,
    `ts,project,model,input_tokens,cached_input_tokens,output_tokens
2026-10-05T00:00:00Z,search,gpt-4o,1000000,0,0
2026-10-30T00:00:00Z,search,gpt-4o,1000000,0,0
2026-11-04T00:00:00Z,search,gpt-4o,2000000,0,0
2026-11-05T00:00:00Z,search,gpt-4o-mini,1000000,0,0
2026-11-09T12:00:00Z,chat,never-heard-of,5,0,5
`,
  );
  expect(runCli(["import", file, ...at]).code).toBe(0);
});

describe("runrate ask", () => {
  it("answers a bare question with the month so far against the same span of the last, and what has no price", () => {
    const { code, stdout } = runCli(["ask", ...at]);
    expect(code).toBe(0);
    // 2 × 2.50 + 0.15 against 2.50
    expect(stdout).toContain(
      "November 2026 so far (UTC): at least $5.15, +$2.65 (+106.0%) against the same span of October 2026",
    );
    expect(stdout).toContain("1 request has no price (never-heard-of)");
  });

  it("compares by model like with like, and the parts add up", () => {
    const answer = JSON.parse(runCli(["ask", "by model this month vs last", "--json", ...at]).stdout);
    expect(answer).toMatchObject({
      kind: "compare",
      currency: "USD",
      total_usd: "5.15",
      earlier_usd: "2.5",
      basis: "list",
    });
    expect(
      answer.rows.map((row: Record<string, unknown>) => [
        row["model"],
        row["usd"],
        row["earlier_usd"],
        row["delta_usd"],
      ]),
    ).toEqual([
      ["gpt-4o", "5", "2.5", "2.5"],
      ["gpt-4o-mini", "0.15", "0", "0.15"],
      ["never-heard-of", null, "0", null],
    ]);
    expect(answer.unpriced).toEqual({ requests: 1, models: ["never-heard-of"] });
    expect(answer.data_through).toBe("2026-11-09T12:00:00.001Z");
  });

  it("orders the top of something by what it cost, not by name", () => {
    const { rows } = JSON.parse(runCli(["ask", "top 1 days since 2026-10-01", "--json", ...at]).stdout);
    expect(rows).toEqual([expect.objectContaining({ day: "2026-11-04", usd: "5" })]);
  });

  it("takes a value that the shell had in quotes as one", () => {
    const { stdout } = runCli(["ask", "this", "month", "project:My App", "by", "model", "--json", ...at]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "breakdown", question: 'this month by model project:"My App"' });
  });

  it("makes no ledger by asking", () => {
    const absent = join(folder, "absent", "ledger.db");
    const { code, stdout, stderr } = runCli(["ask", "this month", "--ledger", `sqlite:${absent}`]);
    // One that was named and is not there is a mistake, and no empty ledger.
    expect([code, stdout, stderr.includes("there is no ledger")]).toEqual([2, "", true]);
    expect(existsSync(absent)).toBe(false);
  });

  it("prices a run, and says no to what it does not understand", () => {
    expect(runCli(["ask", "2k in 500 out on gpt-4o-mini", ...at]).stdout).toContain("$0.0006 on gpt-4o-mini");
    const { code, stdout } = runCli(["ask", "frobnicate", "--json", ...at]);
    expect([code, JSON.parse(stdout).kind]).toEqual([1, "not_understood"]);
  });
});

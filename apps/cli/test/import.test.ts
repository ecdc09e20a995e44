import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-import-"));
const ledger = `sqlite:${join(folder, "ledger.db")}`;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const CSV = `ts,service,model,input_tokens,cached_input_tokens,output_tokens
2026-11-01T00:00:00Z,chat,gpt-4o,1000,0,100
2026-11-02T00:00:00Z,chat,gpt-4o,1000,0,100
2026-11-02T00:00:00Z,chat,gpt-4o,1000,2000,100
2026-11-03T00:00:00Z,chat,gpt-nope,1000,0,100
`;
const csv = file("usage.csv", CSV);
const query = ["query", "--from", "2026-11-01", "--to", "2026-12-01", "--ledger", ledger, "--json"];

describe("runrate import", () => {
  it("stores what can be read, says which lines cannot and why, and then answers 1", () => {
    const { code, stdout, stderr } = runCli(["import", csv, "--ledger", ledger, "--json"]);
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toEqual({
      read: 4,
      stored: 3,
      duplicates: 0,
      unpriced: 1,
      rejected: [{ line: 4, reason: expect.stringContaining("cached") }],
    });
    // 2 × (1,000 × $2.50 + 100 × $10.00) / 1M = $0.007; gpt-nope has no price and is no $0
    expect(JSON.parse(runCli(query).stdout)).toMatchObject({
      total: { requests: 3, usd: "0.007" },
      unpriced: { requests: 1, models: ["gpt-nope"] },
    });
  });

  it("stores nothing twice, from a plain file, a gzipped one or standard input", () => {
    const zipped = file("usage.csv.gz", gzipSync(CSV));
    for (const [args, input] of [
      [[csv], ""],
      [[zipped], ""],
      [["-"], CSV],
    ] as const) {
      const { stdout } = runCli(["import", ...args, "--ledger", ledger, "--json"], input);
      expect(JSON.parse(stdout)).toMatchObject({ read: 4, stored: 0, duplicates: 3 });
    }
  });

  it("prices at the overrides that were given", () => {
    const overrides = file("prices.yml", "- { model: gpt-nope, input: 1, output: 2 }\n");
    const other = `sqlite:${join(folder, "other.db")}`;
    const { stdout } = runCli(["import", csv, "--ledger", other, "--overrides", overrides, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ unpriced: 0 });
  });

  it("stores nothing of any file when one cannot be opened", () => {
    const other = `sqlite:${join(folder, "none.db")}`;
    const { code, stdout, stderr } = runCli(["import", csv, join(folder, "missing.csv"), "--ledger", other]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("missing.csv does not exist");
    expect(existsSync(join(folder, "none.db"))).toBe(false);
  });

  it("needs to know when a trace of relative seconds begins", () => {
    const trace = file(
      "trace.csv",
      "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n0,gpt-4o,1,1,2,API log\n",
    );
    expect(runCli(["import", trace, "--ledger", ledger])).toMatchObject({ code: 2, stdout: "" });
    const withEpoch = ["import", trace, "--epoch", "2026-11-05T00:00:00Z", "--ledger", ledger];
    expect(runCli(withEpoch)).toMatchObject({ code: 0, stdout: expect.stringContaining("1 stored") });
  });

  it("refuses an unknown form of usage with the ones there are", () => {
    const { code, stderr } = runCli(["import", csv, "--format", "xml", "--json"]);
    expect([code, JSON.parse(stderr).hint]).toEqual([2, expect.stringContaining("burstgpt")]);
  });
});

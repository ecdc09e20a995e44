import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-attribute-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli([...args, "--now", "2026-11-24T12:00:00Z"], "", folder);
const config = (yml: string) => writeFileSync(join(folder, "runrate.yml"), yml);

test("stored usage moves to the workloads of runrate.yml as it is now: shown first, moved when asked, and audited", () => {
  const usage = `ts,project,workload,model,input_tokens,output_tokens
2026-11-01T00:00:00Z,shop,,gpt-4o,1000000,0
2026-11-02T00:00:00Z,shop,own,gpt-4o,1000000,0
2026-11-03T00:00:00Z,lab,,gpt-4o,1000000,0
`;
  writeFileSync(join(folder, "usage.csv"), usage);
  expect(run("import", "usage.csv").code).toBe(0);
  expect(run("attribute").stdout).toBe("nothing moves: stored usage belongs to the workloads of runrate.yml\n");
  config("workloads: { search: { match: { project: shop } } }\n");
  // Of the three calls at $2.50, one names its own workload and one is of no workload's.
  const dry = run("attribute").stdout;
  expect(dry).toMatch(/search +1 +\$2\.50\n/);
  expect(dry).toContain("a dry run: 1 record would move");
  expect(JSON.parse(run("attribute", "--apply", "--json").stdout)).toEqual({
    applied: true,
    records: 1,
    workloads: [{ workload: "search", records: 1, usd: "2.5" }],
  });
  const query = ["query", "--from", "2026-11-01", "--to", "2026-12-01", "--by", "workload", "--json"];
  const { rows } = JSON.parse(run(...query).stdout);
  expect(rows.map((row: Record<string, unknown>) => [row["workload"], row["usd"]])).toEqual([
    ["own", "2.5"],
    ["search", "2.5"],
    [null, "2.5"],
  ]);
  expect(JSON.parse(run("export", "--what", "audit").stdout)).toMatchObject({
    action: "attribute",
    details: { records: 1, usd: "2.5" },
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-teams-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a reorganisation does not rewrite history: a team has usage from its first day to its last, cut in the file's zone", () => {
  const call = (at: string, project: string) =>
    JSON.stringify({ at, model: "gpt-4o", project, usage: { input_tokens: 1_000_000, output_tokens: 0 } });
  writeFileSync(
    join(folder, "usage.jsonl"),
    [
      call("2026-10-31T21:59:59Z", "search"),
      // Midnight of 1 November in Berlin is 23:00 UTC: the first is the old team's, the second the new one's.
      call("2026-10-31T22:59:59Z", "search"),
      call("2026-10-31T23:00:00Z", "search"),
      call("2026-11-05T10:30:00Z", "search-eu"),
      call("2026-11-05T10:30:00Z", "billing"),
    ].join("\n"),
  );
  writeFileSync(
    join(folder, "runrate.yml"),
    [
      "timezone: Europe/Berlin",
      "teams:",
      "  - { team: platform, match: { project: search* }, to: 2026-11-01 }",
      "  - { team: discovery, match: { project: search* }, from: 2026-11-01 }",
    ].join("\n"),
  );
  const run = (...args: string[]) => runCli([...args, "--now", "2026-11-24T00:00:00Z"], "", folder);
  expect(run("import", "usage.jsonl").code).toBe(0);
  const period = ["query", "--from", "2026-10-01", "--to", "2026-12-01", "--json"];
  const usd = (...by: string[]) =>
    Object.fromEntries(
      JSON.parse(run(...period, ...by).stdout).rows.map((row: { team: string | null; usd: string }) => [
        row.team ?? "none",
        row.usd,
      ]),
    );
  // $2.50 a call; what no rule fits is unattributed and shown
  expect(usd("--by", "team")).toEqual({ platform: "5", discovery: "5", none: "2.5" });
  expect(usd("--by", "team", "--where", "team=discovery")).toEqual({ discovery: "5" });
  expect(run("ask", "by", "team", "this", "month", "in", "Europe/Berlin").stdout).toMatch(/discovery .*\$5\.00/);
});

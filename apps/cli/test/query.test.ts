import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseUsd, type UsageRecord } from "@runrate/core";
import { openLedger, type Charge } from "@runrate/ledger";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-query-"));
const ledger = `sqlite:${join(folder, "ledger.db")}`;

const usd = (amount: string): Charge => {
  const exact = parseUsd(amount);
  return { kind: "priced", usd: exact, usdLow: exact, usdHigh: exact };
};

function record(id: string, at: string, rest: Partial<UsageRecord>): UsageRecord {
  const usage = { inputTokens: 1_000, cachedInputTokens: 100, outputTokens: 10 };
  return {
    id,
    at: Date.parse(at),
    model: "gpt-4o",
    serviceTier: "standard",
    usage,
    requests: 1,
    tags: {},
    source: "test",
    ...rest,
  };
}

beforeAll(async () => {
  const store = await openLedger(ledger, { clock: () => Date.parse("2026-11-24T00:00:00Z") });
  await store.append([
    { record: record("a", "2026-11-01T22:59:59Z", { project: "search" }), provider: "openai", charge: usd("0.01") },
    { record: record("b", "2026-11-01T23:30:00Z", { project: "search" }), provider: "openai", charge: usd("0.02") },
    {
      record: record("c", "2026-11-02T12:00:00Z", { project: "\u001b[31mred" }),
      provider: "openai",
      charge: usd("0.000000000001"),
    },
    {
      record: record("d", "2026-11-02T13:00:00Z", { model: "new-1" }),
      provider: "unknown",
      charge: { kind: "unpriced", reason: "unknown model" },
    },
  ]);
  await store.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked = ["query", "--from", "2026-11-01", "--to", "2026-12-01", "--ledger", ledger];
const november = [...asked, "--now", "2026-11-02T14:00:00Z"];

describe("runrate query", () => {
  it("adds up exactly and counts what has no price", () => {
    const { code, stdout } = runCli([...november, "--json"]);
    const counts = {
      requests: 4,
      input_tokens: 4_000,
      cached_input_tokens: 400,
      cache_write_tokens: 0,
      output_tokens: 40,
      reasoning_tokens: 0,
    };
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        rows: [{ ...counts, usd: "0.030000000001", unpriced_requests: 1 }],
        total: { ...counts, usd: "0.030000000001" },
        unpriced: { requests: 1, models: ["new-1"] },
        period: { from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z", zone: "UTC" },
        basis: "list",
        coverage: [
          { source: "test", provider: "openai", reaches: "2026-11-02T12:00:00.001Z", stale: false, included: true },
          { source: "test", provider: "unknown", reaches: "2026-11-02T13:00:00.001Z", stale: false, included: true },
        ],
        data_through: "2026-11-02T13:00:00.001Z",
      },
    ]);
  });

  it("is about this month where no period is given, and up to now where it has no end", () => {
    const bare = ["query", "--ledger", ledger];
    const text = runCli([...bare, "--now", "2026-11-24T12:00:00Z", "--tz", "Europe/Berlin"]).stdout;
    expect(text).toContain("2026-11-01 to 2026-12-01 (Europe/Berlin)");
    const since = runCli([...bare, "--from", "2026-11-02", "--now", "2026-11-24T12:00:00Z", "--json"]);
    expect(JSON.parse(since.stdout).period).toEqual({
      from: "2026-11-02T00:00:00.000Z",
      to: "2026-11-24T12:00:00.000Z",
      zone: "UTC",
    });
    expect(runCli([...bare, "--to", "2026-11-02"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--to needs --from beside it"),
    });
  });

  it("cuts days in the zone that was asked for", () => {
    const days = (zone: string) => {
      const { rows } = JSON.parse(runCli([...november, "--by", "day", "--tz", zone, "--json"]).stdout);
      return rows.map((row: { day: string; usd: string }) => [row.day, row.usd]);
    };
    expect(days("UTC")).toEqual([
      ["2026-11-01", "0.03"],
      ["2026-11-02", "0.000000000001"],
    ]);
    // Berlin's 2 November begins at 23:00 UTC on the first.
    expect(days("Europe/Berlin")).toEqual([
      ["2026-11-01", "0.01"],
      ["2026-11-02", "0.020000000001"],
    ]);
  });

  it("filters by alternatives and shows a table for people, with hostile names made harmless", () => {
    const { stdout } = runCli([...november, "--by", "project", "--where", "model=gpt-4o"]);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("search");
    expect(stdout).toMatch(/total +3 +3,000 +300 +30 +\$0\.03\nlist prices, data through 2026-11-02 13:00 UTC\n$/);
    expect(runCli([...november]).stdout).toContain("at least: 1 request has no price (new-1)");
    // a source that has stopped is named: what it lacks is not in the figures
    const later = runCli([...asked, "--now", "2026-11-24T00:00:00Z"]).stdout;
    expect(later).toContain("test (openai) has delivered nothing since 2026-11-02T12:00:00.001Z");
    // what has no price at all shows no amount, and a sum with some of it says that it is a least one
    expect(runCli([...november, "--by", "model"]).stdout).toMatch(/new-1 .* no price\ntotal .* ≥ \$0\.03\n/);
  });

  it("leaves out what does not fit, and says what was never recorded", () => {
    const rest = runCli([...november, "--by", "project", "--where", "project!=search", "--json"]);
    expect(JSON.parse(rest.stdout).rows.map(({ project }: { project: string | null }) => project)).not.toContain(
      "search",
    );
    const both = runCli([...november, "--where", "project=search,chat", "--json"]);
    expect(JSON.parse(both.stdout)).toMatchObject({
      total: { requests: 0 },
      warnings: [
        'nothing was ever recorded for project "search,chat": give the alternatives one by one (search, then chat)',
      ],
    });
    expect(runCli([...november, "--where", "project=serch"]).stdout).toContain("did you mean search?");
  });

  it.each([
    [["--by", "modell"], "Did you mean model?"],
    [["--by", "env"], "A tag is written tag:env."],
    [["--tz", "Berlin"], "Europe/Berlin"],
    [["--where", "model"], "is not a condition"],
    [["--from", "2026-12-02"], "before it begins"],
  ])("refuses %j and says what to write", (args, words) => {
    const { code, stdout, stderr } = runCli([...november, ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(words);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-stored-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli([...args, "--now", "2026-11-24T00:00:00Z"], "", folder);
const json = (...args: string[]) => JSON.parse(run(...args, "--json").stdout);
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return name;
};

const USAGE = [
  {
    id: "a",
    at: "2026-09-03T10:00:00Z",
    model: "gpt-4o",
    usage: { input_tokens: 1_000_000, cached_input_tokens: 0, output_tokens: 0 },
    project: '=cmd|"x"',
    user: "a, b",
    tags: { time: "noon", project: "of a tag" },
  },
  {
    at: "2026-09-04T10:00:00.123Z",
    model: "claude-haiku-4-5",
    usage: { input_tokens: 900, cache_write_5m_tokens: 100, cache_write_1h_tokens: 50, output_tokens: 500 },
    conversation: "c1",
    response_id: "r1",
    workload: "support",
  },
  {
    at: "2026-10-04T10:00:00Z",
    model: "new-1",
    usage: { input_tokens: 2_000, output_tokens: 500 },
    requests: 4,
    span_ms: 3_600_000,
  },
  {
    at: "2026-10-05T10:00:00Z",
    model: "gpt-5.4",
    usage: { input_tokens: 2_000_000, output_tokens: 500 },
    requests: 40,
    service_tier: "batch",
  },
];
const PAGE = {
  object: "page",
  data: [
    {
      object: "bucket",
      start_time: Date.parse("2026-10-01T00:00:00Z") / 1_000,
      end_time: Date.parse("2026-10-02T00:00:00Z") / 1_000,
      results: [
        { object: "organization.usage.images.result", images: 3, num_model_requests: 3, model: "gpt-image-1" },
        { object: "organization.usage.vector_stores.result", usage_bytes: 10 * 2 ** 30 },
        { object: "organization.usage.web_search_calls.result", num_requests: 100 },
      ],
    },
  ],
};

beforeAll(() => {
  file("usage.jsonl", USAGE.map((line) => JSON.stringify(line)).join("\n"));
  file("page.json", JSON.stringify(PAGE));
  run("import", "usage.jsonl", "page.json");
});

describe("tools and storage without a model", () => {
  it("are priced by the provider's fees; what its source did not count has no price", () => {
    const { rows, unpriced } = json("query", "--from", "2026-10-01", "--to", "2026-10-02", "--by", "model");
    // 100 searches at $10 a thousand; 10 GB for a day at $0.10, the first of them free
    expect(rows.map(({ model, usd }: { model: string; usd: string }) => [model, usd])).toEqual([
      ["web_search", "1"],
      ["vector_store", "0.9"],
      ["gpt-image-1", "0"],
    ]);
    expect(unpriced).toEqual({ requests: 3, models: ["gpt-image-1"] });
  });
});

describe("an export", () => {
  it.each(["jsonl", "csv"])(
    "as %s is imported again as the same records, into the same ledger and into a new one",
    (format) => {
      const name = `export.${format}`;
      expect(run("export", "--format", format, "--output", name).stdout).toBe(`7 usage records are in ${name}\n`);
      expect(json("import", name)).toEqual({ read: 7, stored: 0, duplicates: 7, unpriced: 0, rejected: [] });
      const other = ["--ledger", `sqlite:${format}.db`];
      expect(json("import", name, ...other)).toMatchObject({ read: 7, stored: 7, unpriced: 2, rejected: [] });
      expect(run("export", ...other).stdout).toBe(run("export").stdout);
    },
  );

  it("gives no spreadsheet a formula, and packs a file whose name ends in .gz", () => {
    run("export", "--format", "csv", "--output", "export.csv.gz");
    const text = gunzipSync(readFileSync(join(folder, "export.csv.gz"))).toString();
    expect(text).toContain(`"'=cmd|""x"""`);
    expect(json("import", "export.csv.gz")).toMatchObject({ duplicates: 7, rejected: [] });
  });

  it("takes a period and filters, and refuses what cannot be exported or written", () => {
    const lines = run("export", "--from", "2026-10-01", "--where", "model=gpt-5.4").stdout.trim().split("\n");
    // 2M × 2.5 / 2 + 500 × 15 / 2 per million, or twice the input and 1.5 × the output were every call long
    expect(lines.map((line) => JSON.parse(line).charge)).toEqual([
      { provider: "openai", usd: "2.50375", usd_low: "2.50375", usd_high: "5.005625" },
    ]);
    expect(run("export", "--what", "all").stderr).toContain("Use usage, billed, audit, closed-months");
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
    expect(run("export", "--output", "no/folder.jsonl")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("cannot be written"),
    });
  });
});

describe("a month that is closed, and prices that are corrected", () => {
  const overrides = ["--overrides", "overrides.yml"];

  it("restates: the difference is shown by month first, applied when asked, audited, and shown from then on", () => {
    file("overrides.yml", "- { model: gpt-4o, input: 2, output: 10 }\n- { model: new-1, input: 1, output: 2 }\n");
    expect(run("reprice").stdout).toBe("nothing changes: stored usage is at the list prices of 2026-11-24\n");
    expect(json("close", "2026-09")).toMatchObject({ month: "2026-09", usd: "2.503475", requests: 2 });

    const dry = run("reprice", ...overrides).stdout;
    expect(dry).toMatch(/2026-09 +1 +\$2\.50 +\$2\.00 +-\$0\.50 \(-20\.0%\) +closed month: a restatement\n/);
    expect(dry).toMatch(/2026-10 +1 +\$0\.00 +\$0\.003 +\+\$0\.003 \(n\/a\) +1 had no price\n/);
    expect(dry).toContain("a dry run at negotiated prices");
    expect(json("close").months[0]).toMatchObject({ usd: "2.503475", usd_now: "2.503475", difference_usd: "0" });

    const applied = json("reprice", ...overrides, "--apply");
    expect(applied).toMatchObject({ applied: true, records: 2, difference_usd: "-0.497" });
    expect(json("close").months[0]).toMatchObject({ usd: "2.503475", usd_now: "2.003475", difference_usd: "-0.5" });
    expect(json("reprice", ...overrides)).toMatchObject({ records: 0, months: [] });

    const audit = run("export", "--what", "audit")
      .stdout.trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(audit.map(({ action }) => action)).toEqual(["close_month", "reprice_restatement"]);
    expect(audit[1].details.months[0]).toMatchObject({
      month: "2026-09",
      before_usd: "2.5",
      after_usd: "2",
      closed: true,
    });
  });

  it("is refused when it is not over, closed already, or no month", () => {
    expect(run("close", "2026-11")).toMatchObject({ code: 2, stderr: expect.stringContaining("not over yet") });
    expect(run("close", "2026-09")).toMatchObject({ code: 2, stderr: expect.stringContaining("was closed on") });
    expect(run("close", "2026-13")).toMatchObject({ code: 2, stderr: expect.stringContaining("not a month") });
  });
});

it("an import says which closed month it restates, and one of an open month nothing of it", () => {
  const own = ["--ledger", "sqlite:late.db"];
  const call = (id: string, at: string) =>
    JSON.stringify({ id, at, model: "gpt-4o", usage: { input_tokens: 1_000_000, output_tokens: 0 } });
  run("import", file("first.jsonl", call("first", "2026-10-03T00:00:00Z")), ...own);
  run("close", "2026-10", ...own);
  const late = file("late.jsonl", call("late", "2026-10-04T00:00:00Z"));
  // 1M × $2.50 once more
  expect(run("import", late, ...own).stdout).toContain("2026-10 was closed at $2.50 and is restated: +$2.50 (+100.0%)");
  const open = json("import", file("open.jsonl", call("open", "2026-11-04T00:00:00Z")), ...own);
  expect(open).toEqual({ read: 1, stored: 1, duplicates: 0, unpriced: 0, rejected: [] });
  expect(run("query", "--from", "2026-10-01", "--to", "2026-11-01", ...own).stdout).toContain(
    "restated since by +$2.50",
  );
});

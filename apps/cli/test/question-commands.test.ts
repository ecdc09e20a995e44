import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-questions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli([...args, "--now", "2026-11-21T00:00:00Z"], "", folder);
const json = (...args: string[]) => JSON.parse(run(...args, "--json").stdout);
const DAY = 86_400_000;

/** A call of 2,000 in and 500 out on gpt-4o ($0.01) every day of October, two a day from 1 to 20 November; on the mini now and then. */
beforeAll(() => {
  const lines: string[] = [];
  const call = (at: number, model: string, more = {}) =>
    lines.push(
      JSON.stringify({
        at: new Date(at).toISOString(),
        model,
        usage: { input_tokens: 2_000, output_tokens: 500 },
        project: "search",
        ...more,
      }),
    );
  for (let at = Date.parse("2026-10-01T10:00:00Z"); at < Date.parse("2026-11-21T00:00:00Z"); at += DAY) {
    call(at, "gpt-4o");
    if (at >= Date.parse("2026-11-01T00:00:00Z")) call(at + 3_600_000, "gpt-4o", { project: "support" });
  }
  call(Date.parse("2026-10-01T11:00:00Z"), "gpt-4o-mini");
  // The data reach to the end of the 20th.
  call(Date.parse("2026-11-20T23:59:59.999Z"), "gpt-4o-mini");
  writeFileSync(join(folder, "usage.jsonl"), lines.join("\n"));
  expect(run("import", "usage.jsonl").code).toBe(0);
});

describe("runrate forecast", () => {
  it("says where this month will land", () => {
    const answer = json("forecast");
    // 20 days × 2 × $0.01 and one call on the mini
    expect(answer).toMatchObject({ kind: "forecast", spent_usd: "0.4006" });
    expect(Number(answer.total_usd)).toBeGreaterThan(0.5);
    expect(Number(answer.total_usd)).toBeLessThan(0.7);
    expect(run("forecast", "quarter", "for", "project:search").stdout).toContain("is heading for");
    expect(run("forecast", "--from", "2026-11-01")).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("runrate why", () => {
  it("takes a change apart, in words or with options", () => {
    const answer = json("why", "this", "month", "by", "project");
    // 20 days of two calls against 20 of one; the mini's two calls cancel out
    expect(answer).toMatchObject({ kind: "why", total_usd: "0.4006", earlier_usd: "0.2006", delta_usd: "0.2" });
    const parts = answer.drivers.reduce((sum: number, { usd }: { usd: string }) => sum + Number(usd), 0);
    expect(parts).toBeCloseTo(0.2, 12);
    expect(json("why", "by", "project", "--where", "project=search").delta_usd).toBe("0");
  });

  it("says no, and what can be asked, to words that it does not understand", () => {
    const { code, stdout } = run("why", "mondy");
    expect([code, stdout]).toEqual([1, expect.stringContaining("You can ask:")]);
  });
});

describe("runrate what-if", () => {
  it("re-prices recorded usage, in words or with options", () => {
    const worded = json("what-if", "gpt-4o", "ran", "on", "gpt-4o-mini", "last", "month");
    // 31 × $0.01 against 31 × $0.0006
    expect(worded).toMatchObject({ kind: "what_if", before_usd: "0.31", total_usd: "0.0186", saving_usd: "0.2914" });
    const optioned = json(
      "what-if",
      "--of",
      "gpt-4o",
      "--model",
      "gpt-4o-mini",
      "--from",
      "2026-10-01",
      "--to",
      "2026-11-01",
    );
    expect(optioned).toMatchObject({ before_usd: "0.31", total_usd: "0.0186" });
    // the mini's $0.0006 is halved as well
    expect(json("what-if", "--tier", "batch", "last", "month").total_usd).toBe("0.1553");
    // half of the input at 1.25 instead of 2.5: 31 × 1,000 × 1.25 per million less; the mini's 1,000 × 0.075
    expect(json("what-if", "--cached-percent", "50", "last", "month").saving_usd).toBe("0.038825");
  });

  it("needs to know what would be otherwise", () => {
    expect(run("what-if")).toMatchObject({ code: 2, stderr: expect.stringContaining("--cached-percent") });
    expect(run("what-if", "--tier", "slow")).toMatchObject({ code: 2 });
    expect(run("what-if", "--cached-percent", "150")).toMatchObject({ code: 2 });
  });
});

describe("runrate optimise", () => {
  it("ranks what would save how much a month, with shares that are known", () => {
    const options = [
      "--batch-percent",
      "50",
      "--cheap",
      "gpt-4o-mini",
      "--routing-percent",
      "50",
      "--max-completion-tokens",
      "100",
    ];
    const { rows, assumptions } = json("optimise", ...options, "--from", "2026-10-22", "--to", "2026-11-21");
    const saved = Object.fromEntries(rows.map(({ lever, usd }: { lever: string; usd: string }) => [lever, usd]));
    // 30 days: 10 + 40 calls of $0.01 on gpt-4o, one of $0.0006 on the mini
    // routing: half of 50 × ($0.01 − $0.0006); batch: a quarter of $0.5006; caps: 400 × $10 × 50 per million and 400 × $0.60
    expect(saved).toMatchObject({ routing: "0.235", batch: "0.12515", caps: "0.20024" });
    expect(assumptions.join()).not.toContain("nobody has said");
    expect(run("optimise", "--batch-percent", "x")).toMatchObject({ code: 2, stdout: "" });
  });

  it("says what it had to assume", () => {
    expect(json("optimise").assumptions.join("\n")).toMatch(/can wait 24 h: nobody has said how much/);
    expect(run("optimize", "last", "month").stdout).toContain("a month");
  });
});

describe("runrate budget", () => {
  it("says how much of a budget is spent and left", () => {
    expect(run("budget").stdout).toContain("no budgets yet");
    writeFileSync(join(folder, "runrate.yml"), "budgets:\n  - { name: all, period: month, amount: $0.5 }\n");
    const { budgets, ...answer } = json("budget");
    const status = { spent_usd: "0.4006", budget_usd: "0.5", remaining_usd: "0.0994", percent_used: 80.12 };
    expect(answer).toMatchObject({ kind: "budget", ...status });
    expect(budgets).toMatchObject([{ name: "all", ...status }]);
    // 25 calls of $0.01 make $0.25, 40 make $0.40: the second call of the 13th and the last one of the 20th
    expect(budgets[0].thresholds).toMatchObject([
      { percent: 50, reached: true, crossed_at: "2026-11-13T10:00:00.000Z" },
      { percent: 80, reached: true, crossed_at: "2026-11-20T11:00:00.000Z" },
      { percent: 100, reached: false, crossed_at: null },
    ]);
  });

  it("refuses what a shell leaves of an amount with a $ in it, and shows how to write it", () => {
    const { code, stdout, stderr } = run("budget", "set", ".5k", "month");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("in single quotes, such as '$1.5k'");
    expect(run("budget", "help").stdout).toContain("budget set '$500' month");
  });

  it("is set, raised, replayed and deleted by the words of /cost", () => {
    const search = ["for", "project:search", "named", "search"];
    expect(run("budget", "set", "$0.10", "month", ...search).stdout).toContain("search: created, $0.10 a month");
    expect(json("budget", "search")).toMatchObject({ spent_usd: "0.2006", percent_used: 200.6 });
    expect(run("budget", "raise", "search", "$0.30").stdout).toBe("search: changed, raised from $0.10 to $0.30\n");
    expect(run("budget", "raise", "all", "$5")).toMatchObject({ code: 2 });
    const replay = json("budget", "dry-run", "search", "--days", "30");
    expect(
      replay.alerts.map(({ at, percent }: { at: string; percent: number }) => [at.slice(0, 10), percent]),
    ).toContainEqual(["2026-11-15", 50]);
    expect(run("budget", "dry-run", "$0.20", "month", "for", "project:search").stdout).toMatch(
      /would have alerted \d+ times in the last 90 days/,
    );
    expect(json("budget", "history", "search").revisions).toHaveLength(2);
    expect(run("budget", "delete", "search").stdout).toBe("search: deleted\n");
    expect(run("budget", "nothing")).toMatchObject({ code: 2, stdout: "" });
  });
});

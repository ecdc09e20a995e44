import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { MAIN, runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-bad-input-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return name;
};
const run = (...args: string[]) => runCli([...args, "--now", "2026-11-24T00:00:00Z"], "", folder);
const line = (counts: object, more: object = {}) =>
  JSON.stringify({ at: "2026-11-01T00:00:00Z", model: "gpt-4o", usage: { output_tokens: 1, ...counts }, ...more });

/** One readable line, and with `--json` an object; nothing on standard output. */
function expectRefused(args: readonly string[], words: string, code: string): void {
  const plain = run(...args);
  expect([plain.code, plain.stdout]).toEqual([2, ""]);
  expect(plain.stderr).toMatch(/^runrate: [^\n]+\n$/);
  expect(plain.stderr).toContain(words);
  const { stderr } = run(...args, "--json");
  expect(JSON.parse(stderr)).toMatchObject({ code, message: expect.any(String), hint: expect.any(String) });
}

describe("bad lines", () => {
  it("are reported with number and reason, the others are stored, and the exit code is 1", () => {
    const bad = [
      line({ input_tokens: 10 }, { id: "good" }),
      line({ input_tokens: -1 }),
      line({ input_tokens: 1.5 }),
      line({ input_tokens: 2 ** 53 }),
      line({ input_tokens: 1, cached_input_tokens: 2 }),
      '{"at":"2026-11-01T00:00:00Z","model":"gpt-4o","usage":{"input_tokens":NaN}}',
      line({ input_tokens: 1 }, { at: "2019-12-31T23:59:59Z" }),
      line({ input_tokens: 1 }, { at: "2101-01-01T00:00:00Z" }),
      line({ input_tokens: 1, bogus_tokens: 2 }),
      line({ input_tokens: 11 }, { id: "good" }),
      line({ input_tokens: 1 }, { note: "x".repeat(10_000_000) }),
      "",
    ];
    const { code, stdout } = run("import", file("bad.jsonl", `\uFEFF${bad.join("\r\n")}`), "--json");
    const { rejected, ...counts } = JSON.parse(stdout);
    expect([code, counts]).toEqual([1, { read: 11, stored: 1, duplicates: 0, unpriced: 0 }]);
    expect(rejected.map((one: { line: number }) => one.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(rejected[8].reason).toContain("already stored with other content; the first one is kept");
    const { total } = JSON.parse(run("query", "--from", "2026-01-01", "--to", "2027-01-01", "--json").stdout);
    // 10 × 2.5 + 1 × 10 per million: nothing of the others counts, not even as $0
    expect(total).toMatchObject({ requests: 1, usd: "0.000035" });
  });

  it("without a price are no failure: kept, counted, and never $0", () => {
    const { code, stdout } = run(
      "import",
      file("unknown.jsonl", line({ input_tokens: 1 }, { model: "new-1" })),
      "--json",
    );
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { stored: 1, unpriced: 1, rejected: [] }]);
  });

  it("of CSV with unknown columns become tags, and a column that looks like a count is refused", () => {
    const tagged = run(
      "import",
      file("tags.csv", "ts,model,input_tokens,colour\n2026-11-02T00:00:00Z,gpt-4o,1,red\n"),
      "--json",
    );
    expect([tagged.code, JSON.parse(tagged.stdout).stored]).toEqual([0, 1]);
    const counted = file("counts.csv", "ts,model,input_tokens,thinking_tokens\n2026-11-02T00:00:00Z,gpt-4o,1,2\n");
    expectRefused(["import", counted], "thinking_tokens", "bad_header");
  });
});

describe("a file that cannot be read", () => {
  it.each([
    [
      "cut off in the middle",
      "cut.jsonl.gz",
      () => gzipSync(line({ input_tokens: 5 }).repeat(200)).subarray(0, 60),
      "cut off",
      "file_truncated",
    ],
    ["binary", "picture.csv", () => Buffer.from([137, 80, 78, 71, 0, 0, 1, 2, 0]), "not a text file", "not_text"],
    [
      "a workbook",
      "usage.xlsx",
      () => Buffer.from("PK\u0003\u0004\u0014\u0000\u0006\u0000"),
      "a workbook (.zip, .xlsx)",
      "not_text",
    ],
    ["of a form that nobody knows", "notes.txt", () => "hello\n", "neither JSON lines", "unknown_format"],
  ])("because it is %s is refused whole", (_what, name, content, words, code) => {
    expectRefused(["import", file(name, content())], words, code);
  });

  it("because it is not there, or a folder, stops before anything is stored", () => {
    expectRefused(["import", "bad.jsonl", "nowhere.jsonl"], "nowhere.jsonl does not exist", "file_unreadable");
    mkdirSync(join(folder, "sub"));
    expectRefused(["import", "sub"], "is a folder", "file_unreadable");
  });

  it.skipIf(process.platform === "win32")(
    "twice, as a pipe cannot, is read once, and is refused where it is cut off",
    () => {
      const whole = gzipSync(line({ input_tokens: 7 }, { id: "piped" }));
      file("whole.gz", whole);
      file("half.gz", whole.subarray(0, whole.length - 12));
      const piped = (name: string) =>
        spawnSync("bash", ["-c", `exec "$0" "$1" import <(cat ${name}) --json`, process.execPath, MAIN], {
          cwd: folder,
          encoding: "utf8",
        });
      expect(piped("whole.gz")).toMatchObject({ status: 0, stdout: expect.stringContaining('"stored":1') });
      expect(piped("half.gz")).toMatchObject({ status: 2, stderr: expect.stringContaining("ends in the middle") });
    },
  );

  it("because it is empty is named", () => {
    expectRefused(["import", file("empty.jsonl", "")], "empty.jsonl is empty", "file_empty");
  });
});

describe("a ledger that cannot be used", () => {
  it("is named, with the next step, and left as it was", () => {
    const garbage = file("garbage.db", "this is no database, and long enough to look like something else".repeat(20));
    expectRefused(
      ["query", "--from", "2026-11-01", "--to", "2026-12-01", "--ledger", `sqlite:${garbage}`],
      "garbage.db",
      "ledger_not_a_ledger",
    );
    expect(readFileSync(join(folder, garbage), "utf8")).toContain("this is no database");
    expectRefused(["import", "bad.jsonl", "--ledger", "mysql://x"], "mysql", "bad_ledger_url");
  });

  it.skipIf(process.getuid?.() === 0)("because it is read-only is named", () => {
    chmodSync(join(folder, ".runrate"), 0o500);
    expectRefused(["import", "tags.csv"], "cannot be written", "ledger_read_only");
    chmodSync(join(folder, ".runrate"), 0o700);
  });
});

describe("configuration that is wrong", () => {
  it("is one line with file, line and column, and the nearest key", () => {
    const config = file("wrong.yml", "budgets: []\ntimezon: UTC\n");
    expectRefused(
      ["query", "--from", "2026-11-01", "--to", "2026-12-01", "--config", config],
      "wrong.yml:2:1",
      "bad_config",
    );
  });
});

describe("standard output", () => {
  it.skipIf(!existsSync("/dev/full"))("that takes nothing more is one readable line", () => {
    const { code, stderr } = runCli(["compare", "gpt-4o"], "", folder, "/dev/full");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^runrate: the result cannot be written: ENOSPC[^\n]+\n$/);
  });
});

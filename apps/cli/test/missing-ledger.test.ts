import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-missing-ledger-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli([...args, "--now", "2026-11-24T12:00:00Z"], "", folder);
const nowhere = ["--ledger", "sqlite:nowhere/typo.db"];

describe("a ledger that was named and is not there", () => {
  it.each([
    "ask today",
    "ask budget",
    "query",
    "why",
    "export",
    "budget",
    "ledger status",
    "reconcile",
    "close 2026-10",
    "reprice",
    "attribute",
  ])("is an error of %s, which makes nothing", (command) => {
    const { code, stdout, stderr } = run(...command.split(" "), ...nowhere);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /^runrate: there is no ledger nowhere\/typo\.db — [^\n]*`runrate import` makes a new one\.\n$/,
    );
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });

  it("does not keep prices, calculators and help from being answered", () => {
    for (const question of ["price of gpt-4o", "2000 in 500 out on gpt-4o-mini", "help"]) {
      expect({ question, ...run("ask", question, ...nowhere) }).toMatchObject({ question, code: 0, stderr: "" });
    }
    expect(run("budget", "help", ...nowhere)).toMatchObject({ code: 0, stderr: "" });
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });

  it("is made by what is to be kept in it: a budget that is set, usage that is imported", () => {
    expect(run("budget", "set", "500 usd", "month", "--ledger", "sqlite:new/budgets.db")).toMatchObject({ code: 0 });
    expect(run("budget", "--ledger", "sqlite:new/budgets.db").stdout).toContain("$500.00");
    writeFileSync(join(folder, "u.csv"), "ts,model,input_tokens\n2026-11-01T00:00:00Z,gpt-4o,1\n");
    expect(run("import", "u.csv", "--ledger", "sqlite:new/usage.db")).toMatchObject({ code: 0 });
  });
});

describe("no ledger yet, at the default place", () => {
  it("is answered as an empty one, with what to do, and made by no question", () => {
    expect(run("ask", "today").stdout).toContain("no usage has been recorded yet: `runrate import <file>` reads some");
    expect(run("query").stdout).toContain("there is no ledger .runrate/ledger.db: nothing has been recorded in it");
    expect(run("budget")).toMatchObject({ code: 0, stdout: expect.stringContaining("no budgets yet") });
    expect(existsSync(join(folder, ".runrate"))).toBe(false);
  });
});

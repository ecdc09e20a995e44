import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { endingAt } from "../src/start/sample.ts";
import { typedQuestion } from "../src/start/prompt.ts";
import { MAIN, runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-start-"));
const ledger = `sqlite:${join(folder, "sample.db")}`;
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// Programs started from here put what they need for a while into this folder alone.
process.env["TMPDIR"] = folder;

describe("runrate start", () => {
  it("answers four questions from the sample, ends without a terminal, and leaves nothing behind", () => {
    const { code, stdout, stderr } = runCli(["start", "--check", "--now", "2026-11-24T12:00:00Z"]);
    expect([code, stderr]).toEqual([0, ""]);
    for (const question of ["/cost", "/cost by model this month vs last", "/cost why", "/cost forecast"]) {
      expect(stdout).toContain(`> ${question}\n`);
    }
    // The application that was moved to a dearer model is what the change is about.
    expect(stdout).toContain("most of it: support, dearer models");
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.platform === "win32")("prints and ends where its input is /dev/null", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "start", "--now", "2026-11-24T12:00:00Z"], {
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
      env: { ...process.env, SLACK_BOT_TOKEN: "", NODE_NO_WARNINGS: "1" },
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).not.toContain("Slack in the browser");
  });

  it("keeps the sample in a ledger that is named, loads it once, and answers there", () => {
    const at = ["--ledger", ledger, "--now", "2027-03-02T08:00:00Z"];
    expect(runCli(["start", ...at]).code).toBe(0);
    expect(runCli(["start", ...at]).code).toBe(0);
    const answer = JSON.parse(runCli(["ask", "last 7 days", "--json", ...at]).stdout);
    expect(answer.kind).toBe("total");
    expect(Number(answer.total_usd)).toBeGreaterThan(1);
    // The sample ends now, whatever the day.
    expect(Date.parse("2027-03-02T08:00:00Z") - Date.parse(answer.data_through)).toBeLessThan(6 * 3_600_000);
  });

  it("does not mix the sample with usage of one's own", () => {
    const own = `sqlite:${join(folder, "own.db")}`;
    expect(
      runCli(
        ["import", "-", "--format", "csv", "--ledger", own],
        "ts,model,input_tokens,output_tokens\n2026-11-01T00:00:00Z,gpt-4o,1,1\n",
      ).code,
    ).toBe(0);
    const { code, stderr } = runCli(["start", "--ledger", own]);
    expect(code).toBe(2);
    expect(stderr).toContain("usage of its own");
  });
});

describe("the sample's time", () => {
  const csv = "id,ts,model\na,2026-11-02T10:00:00.000Z,m\nb,2026-11-08T23:00:00.000Z,m\n";

  it("moves by whole weeks, so that a Monday stays a Monday, and ends before now", () => {
    expect(endingAt(csv, Date.parse("2027-01-08T12:00:00Z"))).toBe("id,ts,model\na,2027-01-04T10:00:00.000Z,m\n");
    expect(endingAt(csv, Date.parse("2026-11-08T22:00:00Z"))).toBe("id,ts,model\na,2026-11-02T10:00:00.000Z,m\n");
  });

  it("moves backwards as well", () => {
    expect(endingAt(csv, Date.parse("2026-10-09T12:00:00Z"))).toBe("id,ts,model\na,2026-10-05T10:00:00.000Z,m\n");
  });
});

describe("what is typed at the prompt", () => {
  it.each([
    ["/cost why", "why"],
    ["  /COST", ""],
    ["by model", "by model"],
    ["/costs", "/costs"],
  ])("%j asks %j", (line, question) => {
    expect(typedQuestion(line)).toBe(question);
  });
});

import { describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

describe("the planning calculators", () => {
  it("say what an interaction costs and how good that is", () => {
    const args = ["roi", "--cost", "500", "--users", "10000", "--interactions", "5"];
    expect(runCli(args)).toEqual({ code: 0, stdout: "$0.01 an interaction, $0.05 a user: good\n", stderr: "" });
  });

  it("print amounts in JSON as exact decimal strings", () => {
    const { stdout } = runCli(["storage", "--threads", "1000", "--tokens-per-thread", "3000", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ kind: "storage", currency: "USD", total_usd: "9", days: 30 });
    const plan = [
      "--threads",
      "500",
      "--growth",
      "15",
      "--tokens-per-thread",
      "750",
      "--runs-per-day",
      "3",
      "--run-cost",
      "0.0006",
    ];
    const growth = JSON.parse(runCli(["growth", ...plan, "--months", "1", "--json"]).stdout);
    expect(growth.rows).toEqual([
      { month: 1, threads: "575", storage_usd: "1.29375", runs_usd: "31.05", total_usd: "32.34375" },
    ]);
  });

  it("price a vector store over its free gigabyte", () => {
    expect(runCli(["storage", "--gb", "11"]).stdout).toBe(
      "storing 11 GB in vector stores (1 GB free) for 30 days: $30.00\n",
    );
  });
});

describe("a command line that cannot be run", () => {
  it("gives exit code 2 and one line on stderr that says what to do next", () => {
    expect(runCli(["storage"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "runrate: storage needs to know what is stored — Give --threads and --tokens-per-thread, or --gb.\n",
    });
  });

  it("gives an object with code, message and hint when JSON was asked for", () => {
    const { code, stdout, stderr } = runCli(["roi", "--cost", "x", "--users", "1", "--interactions", "1", "--json"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(JSON.parse(stderr)).toEqual({ code: "bad_amount", message: expect.any(String), hint: expect.any(String) });
  });

  it("suggests the command that was meant, and never passes on what a terminal would obey", () => {
    expect(runCli(["rio"]).stderr).toContain("Did you mean roi?");
    const { stderr } = runCli(["storage", "--threads", "\u001b]0;gone\u0007\u001b[2J", "--tokens-per-thread", "1"]);
    expect(stderr).toContain("--threads is");
    expect(stderr).not.toContain("\u001b");
  });

  it("refuses an instant outside 2020 to 2100", () => {
    expect(runCli(["storage", "--gb", "1", "--now", "1999-01-01T00:00:00Z"]).stderr).toContain("2020 to 2100");
  });
});

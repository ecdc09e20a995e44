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

describe("the monthly estimate", () => {
  const runs = ["estimate", "--threads", "10000", "--runs-per-day", "3", "--input", "2000", "--output", "500"];

  it("comes to the golden totals", () => {
    // 10,000 × 3 × 30 × $0.0006 = $540; on gpt-4o × $0.01 = $9,000; with 10,000 × 25,000 tokens stored $750 + $540
    const total = (...args: string[]) => JSON.parse(runCli([...runs, ...args, "--json"]).stdout).total_usd;
    expect(total("--model", "gpt-4o-mini")).toBe("540");
    expect(total("--model", "gpt-4o")).toBe("9000");
    expect(total("--model", "gpt-4o-mini", "--tokens-per-thread", "25000")).toBe("1290");
    expect(runCli([...runs, "--model", "gpt-4o-mini", "--tokens-per-thread", "25k"]).stdout).toBe(
      [
        "storage  $750.00  (10,000 threads × 25,000 tokens, planning rate)",
        "runs     $540.00  (10,000 threads × 3 a day × 30 days × $0.0006 on gpt-4o-mini)",
        "a month  $1,290.00",
        "",
      ].join("\n"),
    );
  });

  it("needs to know what a run costs", () => {
    expect(runCli(runs)).toMatchObject({ code: 2, stderr: expect.stringContaining("--run-cost") });
    expect(runCli([...runs, "--model", "gpt-4o", "--cached", "3000"])).toMatchObject({ code: 2, stdout: "" });
    expect(runCli([...runs, "--model", "no-such"])).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("models side by side", () => {
  it("buy so many tokens for a dollar; a local model has no price per token", () => {
    const names = ["gpt-4o-mini", "gpt-4o", "claude-3-5-sonnet", "ollama/llama3"];
    const { code, stdout } = runCli(["compare", ...names, "--input", "2000", "--output", "500"]);
    expect(code).toBe(0);
    // 1M / 0.15 = 6.67M, 1M / 0.60 = 1.67M; 400K and 100K; 1M / 3 = 333K, 1M / 15 = 66.7K
    expect(stdout).toMatch(/openai\/gpt-4o-mini +\$0\.15 +\$0\.075 +\$0\.60 +6\.67M +1\.67M +\$0\.0006\n/);
    expect(stdout).toMatch(/openai\/gpt-4o +\$2\.50 +\$1\.25 +\$10\.00 +400K +100K +\$0\.01\n/);
    expect(stdout).toMatch(/anthropic\/claude-3-5-sonnet +\$3\.00 +\$0\.30 +\$15\.00 +333K +66\.7K +/);
    expect(stdout).toMatch(/ollama\/llama3 +- +- +- +no per-token price +no per-token price +no per-token price\n/);
    const { rows } = JSON.parse(runCli(["compare", ...names, "--input", "2000", "--output", "500", "--json"]).stdout);
    // $0.01 / $0.0006 = 16.67
    expect(rows[1]).toMatchObject({ provider: "openai", run_usd: "0.01", times_cheapest: "16.67" });
    expect(rows[3]).toMatchObject({
      provider: "ollama",
      per_token_price: false,
      input_tokens_per_dollar: null,
      run_usd: null,
    });
  });

  it("cannot be compared with one that nobody knows", () => {
    expect(runCli(["compare", "gpt-4o", "gtp-4o"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("gpt-4o"),
    });
  });
});

describe("a conversation", () => {
  const talk = [
    "conversation",
    "--model",
    "gpt-4o-mini",
    "--turns",
    "3",
    "--instructions",
    "100",
    "--message",
    "50",
    "--reply",
    "200",
  ];

  it("re-sends its history: the turns and the total", () => {
    const { total_usd: total, rows } = JSON.parse(runCli([...talk, "--json"]).stdout);
    // 150 + 400 + 650 in at 0.15, 600 out at 0.60 per million
    expect(total).toBe("0.00054");
    expect(rows.map((row: { input_tokens: number }) => row.input_tokens)).toEqual([150, 400, 650]);
    expect(runCli(talk).stdout).toContain("3 turns on gpt-4o-mini: $0.00054, 1,200 tokens in (0 cached), 600 out\n");
  });

  it("with a cap, a cached share or summaries", () => {
    const inputs = (...args: string[]) =>
      JSON.parse(runCli([...talk, ...args, "--json"]).stdout).rows.map(
        (row: { input_tokens: number }) => row.input_tokens,
      );
    expect(inputs("--cap", "500")).toEqual([150, 400, 400]);
    expect(inputs("--keep-turns", "1", "--summary", "30")).toEqual([150, 400, 430]);
    const cached = JSON.parse(runCli([...talk, "--cached-percent", "100", "--json"]).stdout);
    // (1,200 − 550) × 0.15 + 550 × 0.075 + 600 × 0.60 per million
    expect(cached.total_usd).toBe("0.00049875");
    expect(runCli([...talk, "--cap", "100"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("does not hold"),
    });
  });
});

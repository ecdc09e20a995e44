import { describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

describe("runrate price", () => {
  it("answers every line in order and gives exit code 1 when one could not be priced", () => {
    const usage = { input_tokens: 2_000, output_tokens: 500 };
    const input =
      line({ id: "a", model: "gpt-4o-mini", usage }) + line({ id: "b", model: "gpt-nope", usage }) + "not json\n";
    const { code, stdout } = runCli(["price", "--now", "2026-11-24T00:00:00Z"], input);
    const answers = stdout
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(code).toBe(1);
    expect(answers).toEqual([
      expect.objectContaining({ id: "a", usd: "0.0006" }),
      { id: "b", error: { code: "unknown_model", message: expect.stringContaining("gpt-nope") } },
      { error: { code: "bad_json", message: expect.any(String) } },
    ]);
  });

  it("gives exit code 0 when all were priced", () => {
    expect(runCli(["price"], line({ model: "gpt-4o", usage: { input_tokens: 1 } })).code).toBe(0);
  });
});

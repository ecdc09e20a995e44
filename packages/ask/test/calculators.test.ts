import { describe, expect, it } from "vitest";
import { ask, asking, NOW } from "./ledger.ts";

describe("the answer to a question", () => {
  it("comes to the figures of the specification where it calculates", async () => {
    await using context = await asking("", { now: NOW });
    const totals = async (text: string) => (await ask(text, context)).total_usd;
    expect(await totals("2000 in 500 out on gpt-4o-mini")).toBe("0.0006");
    expect(await totals("worst case 4000 in 1000 out on gpt-4o-mini")).toBe("0.0012");
    expect(await totals("1M in on gpt-4o batch")).toBe("1.25");
    expect(await totals("storage of 10000 threads 25000 tokens per thread")).toBe("750");
    expect(await totals("storage of 11 GB")).toBe("30");
    const monthly = "estimate 10000 threads 3 runs a day 2000 in 500 out 25000 tokens per thread on gpt-4o-mini";
    expect(await totals(monthly)).toBe("1290");
    const growth =
      "growth 500 threads 15% a month 12 months 3 runs a day 2000 in 500 out 750 tokens per thread on gpt-4o-mini";
    expect(Number(await totals(growth))).toBeCloseTo(938.0227, 4);
    expect(await ask("roi $500 10000 users 5 interactions", context)).toMatchObject({
      cost_per_interaction_usd: "0.01",
      cost_per_user_usd: "0.05",
      grade: "good",
    });
    const compared = await ask("compare gpt-4o-mini gpt-4o and claude-3-5-sonnet", context);
    expect(compared.rows.map((row) => [row["input_tokens_per_dollar"], row["output_tokens_per_dollar"]])).toEqual([
      [6_666_667, 1_666_667],
      [400_000, 100_000],
      [333_333, 66_667],
    ]);
  });

  it("about a price has every tier, its source, and the day that was asked", async () => {
    await using context = await asking("", { now: NOW });
    const price = await ask("price of gpt-5.6-terra on 2026-07-29", context);
    expect(price).toMatchObject({ kind: "price", provider: "openai", model: "gpt-5.6-terra" });
    expect(price.rows[0]).toMatchObject({ component: "input", standard: "2.5", batch: "1.25" });
    expect(price.warnings).toContain("another price holds from 2026-07-30 on");
    expect((await ask("price of gpt-5.6-terra", context)).rows[0]).toMatchObject({ standard: "2", priority: "4" });
    expect((await ask("price of gpt-99", context)).kind).toBe("not_understood");
  });
});

import { describe, expect, it } from "vitest";
import { ask, asking } from "./ledger.ts";

const HEADER = "ts,project,provider,model,conversation,input_tokens,output_tokens";

/** gpt-4o: 2.50 in, 10 out; gpt-4o-mini: 0.15 in, 0.60 out; per 1M tokens. */
const USAGE = `${HEADER}
2026-10-31T10:00:00Z,search,openai,gpt-4o,conv_a,9000,100
2026-11-20T10:00:00Z,search,openai,gpt-4o,conv_a,1000,100
2026-11-20T10:01:00Z,search,openai,gpt-4o,conv_a,1500,100
2026-11-20T10:02:00Z,search,openai,gpt-4o,conv_a,2000,100
2026-11-21T10:00:00Z,chat,openai,gpt-4o-mini,conv_b,20000,100
2026-11-21T10:01:00Z,chat,openai,gpt-4o-mini,conv_b,19001,100
2026-11-21T10:02:00Z,chat,openai,gpt-4o-mini,conv_b,19999,100
2026-11-22T10:00:00Z,chat,openai,gpt-4o-mini,conv_c,50,5
2026-11-22T11:00:00Z,chat,openai,gpt-4o-mini,,50,5
`;

const NOW = "2026-11-24T12:00:00Z";

describe("conversations", () => {
  it("are listed by cost and by tokens, with what each turn adds to the input", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const rowsOf = async (text: string) =>
      (await ask(text, context)).rows.map((row) => [row["conversation"], row["growth_per_turn"]]);
    // (2,000 − 1,000) / 2 = 500; (19,999 − 20,000) / 2 = −0.5, half to even 0; October's call is not of this month.
    const [a, b, c] = [
      ["conv_a", 500],
      ["conv_b", 0],
      ["conv_c", null],
    ];
    expect(await rowsOf("conversations")).toEqual([a, b, c, ["(unattributed)", null]]);
    expect((await rowsOf("conversations by tokens")).slice(0, 2)).toEqual([b, a]);
    expect(await rowsOf("conversations of project search")).toEqual([a]);
    expect((await ask("conversations", context)).assumptions).toContain(
      "growth per turn: input tokens that a call reads more than the one before it, from the first call of the period to the last",
    );
  });

  it("are the largest ten where no number is named, and all of them by conversation", async () => {
    const many = Array.from(
      { length: 30 },
      (_, index) => `2026-11-20T10:00:00Z,search,openai,gpt-4o,conv_${index},${1_000 + index},1`,
    );
    await using context = await asking([HEADER, ...many].join("\n"), { now: NOW });
    const answer = await ask("conversations this month", context);
    expect(answer.rows.map((row) => row["conversation"])).toEqual(
      Array.from({ length: 10 }, (_, index) => `conv_${29 - index}`),
    );
    expect(answer.assumptions).toContain("the total is of all 30 groups, not of these 10");
    expect((await ask("top 3 conversations", context)).rows).toHaveLength(3);
    expect((await ask("this month by conversation", context)).rows).toHaveLength(30);
  });
});

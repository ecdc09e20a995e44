import { describe, expect, it } from "vitest";
import { answerJson, askQuestion, type AskContext } from "../src/index.ts";
import { asking, HEADER } from "./ledger.ts";

const NOW = "2026-11-24T12:00:00Z";

async function ask(text: string, context: AskContext) {
  return answerJson(await askQuestion(text, context));
}

/** gpt-4o: 2.50 in, 1.25 cached, 10 out; gpt-4o-mini: 0.15 in, 0.075 cached, 0.60 out; per 1M tokens. */
const USAGE = `${HEADER}
2026-11-02T10:00:00Z,search,openai,gpt-4o,standard,3,4000000,1000000,0,prod
2026-11-03T10:00:00Z,search,openai,gpt-4o-mini,standard,4,4000000,3000000,0,prod
2026-11-09T23:30:00Z,chat,openai,gpt-4o,standard,1,1000000,0,100000,prod
2026-11-10T09:00:00Z,chat,openai,our-model,standard,5,1000000,0,0,prod
`;

describe("a measure of usage", () => {
  it("cost per request divides each amount once, by the requests that have a price", async () => {
    await using context = await asking(USAGE, { now: NOW });
    // gpt-4o: 3 × 2.50 + 1.25 = 8.75, and 2.50 + 1.00 = 3.50: 12.25 for 4; gpt-4o-mini: 0.15 + 0.225 = 0.375 for 4.
    const answer = await ask("cost per request by model", context);
    expect(answer).toMatchObject({
      kind: "breakdown",
      headline: "November 2026 so far (UTC): $1.58 a request ($12.62 for 8 requests)",
      total_usd: "12.625",
      // 12.625 / 8 = 1.578125
      usd_per_request: "1.578125",
      unpriced: { requests: 5, models: ["our-model"] },
      assumptions: ["means are of the requests that have a price"],
    });
    expect(answer.rows.map((row) => [row["model"], row["requests"], row["usd_per_request"]])).toEqual([
      ["gpt-4o", 4, "3.0625"],
      ["gpt-4o-mini", 4, "0.09375"],
      ["our-model", 5, null],
    ]);
  });

  it("a mean that does not come out even is rounded half to even, to the pico-dollar, once", async () => {
    await using context = await asking(USAGE, { now: NOW });
    // 8.75 / 3 = 2.916666666666…; for 1,000 requests 2916.666666666666…, not a thousand times the rounded mean.
    expect(await ask("cost per request on 2026-11-02", context)).toMatchObject({ usd_per_request: "2.916666666667" });
    expect(await ask("cost per 1k requests on 2026-11-02", context)).toMatchObject({
      usd_per_1000_requests: "2916.666666666667",
    });
  });

  it("of nothing is no figure, never $0", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const unpriced = await ask("cost per request of our-model", context);
    expect(unpriced.headline).toContain("no request with a price, so no mean (at least $0.00)");
    expect(unpriced).toMatchObject({ usd_per_request: null });
    expect(await ask("cached share on 2026-11-01", context)).toMatchObject({ cached_share: null });
  });

  it("the cached share is of the input, of all and of each group", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const answer = await ask("cache hit rate by project", context);
    // 4M of 10M; search: 4M of 8M.
    expect(answer).toMatchObject({ cached_share: 40 });
    expect(answer.rows.map((row) => [row["project"], row["cached_share"]])).toEqual([
      ["search", 50],
      ["chat", 0],
    ]);
  });

  it("a share of spend is of the groups' sum, of a part of the usage of all spend in the same time", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const answer = await ask("share of spend by project", context);
    // search 9.125, chat 3.50 of 12.625: 72.2772…% and 27.7227…%
    expect(answer.rows.map((row) => row["usd_share"])).toEqual([72.2772, 27.7228]);
    expect((await ask("what percent of spend is chat", context)).headline).toBe(
      "project chat, November 2026 so far (UTC): 27.7% of all spend (at least $3.50 of $12.62)",
    );
  });

  it("a mean of groups leaves out what belongs to none", async () => {
    const usage = `${HEADER},user
2026-11-02T10:00:00Z,search,openai,gpt-4o,standard,1,4000000,0,0,prod,ada
2026-11-02T10:00:00Z,search,openai,gpt-4o,standard,1,2000000,0,0,prod,ben
2026-11-02T10:00:00Z,search,openai,gpt-4o,standard,1,400000,0,0,prod,
`;
    await using context = await asking(usage, { now: NOW });
    // 10 and 5 for two users, and 1 for none.
    const answer = await ask("average cost per user", context);
    expect(answer.headline).toBe("November 2026 so far (UTC): $16.00, 2 users, $7.50 a user in the mean");
    expect(answer).toMatchObject({ mean_usd: "7.5", total_usd: "16" });
    expect((await ask("average cost per team", context)).headline).toContain("$16.00, none of it with a team");
  });

  it("counts order groups where the question says so", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const rows = async (text: string) => (await ask(text, context)).rows.map((row) => row["model"]);
    expect(await rows("top 2 models by requests")).toEqual(["our-model", "gpt-4o"]);
    expect(await rows("cheapest 2 models this month")).toEqual(["our-model", "gpt-4o-mini"]);
  });

  it("weekdays and hours of the day are those of the question's zone, and add up to the total", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const rows = async (text: string, name: string) =>
      (await ask(text, context)).rows.map((row) => [row[name], row["usd"], row["days"]]);
    // Up to the 24th, November 2026 has four Mondays and four Tuesdays.
    expect(await rows("by weekday", "weekday")).toEqual([
      ["Monday", "12.25", 4],
      ["Tuesday", "0.375", 4],
    ]);
    // Half past eleven on Monday evening is Tuesday in Berlin.
    expect(await rows("by weekday in Europe/Berlin", "weekday")).toEqual([
      ["Monday", "8.75", 4],
      ["Tuesday", "3.875", 4],
    ]);
    expect(await rows("by hour of the day in Asia/Kolkata", "hour_of_day")).toEqual([
      ["05:00", "3.5", undefined],
      ["14:00", null, undefined],
      ["15:00", "9.125", undefined],
    ]);
    expect(await ask("on mondays", context)).toMatchObject({
      headline: "on Mondays, November 2026 so far (UTC): $12.25",
      total_usd: "12.25",
      unpriced: { requests: 0, models: [] },
      rows: [{ day: "2026-11-02" }, { day: "2026-11-09" }],
    });
  });

  it("is held against an earlier period over the same span", async () => {
    await using context = await asking(USAGE, { now: NOW });
    // 8.75 / 3 against 0.375 / 4 = 0.09375: +3,011.1%
    const answer = await ask("cost per request 2026-11-02 vs 2026-11-03", context);
    expect(answer.headline).toBe(
      "2026-11-02 (UTC): $2.92 a request ($8.75 for 3 requests), against $0.09 a request in 2026-11-03: +3,011.1%",
    );
  });
});

import { expect, test } from "vitest";
import type { PriceRefresh } from "../src/prices/price-refresh.ts";
import { priceRefresh } from "../src/prices/price-refresh.ts";
import type { MakePart } from "../src/bot.ts";
import { botInSandbox } from "./bot-in-sandbox.ts";

/** The part with another price list, and its job run at once, as often as told. */
function looking(refresh: PriceRefresh, times: number): MakePart {
  return (bot) => {
    const part = priceRefresh({ ...bot, refreshPrices: async () => refresh });
    return {
      ...part,
      async started() {
        for (let time = 0; time < times; time += 1) for (const job of part.jobs ?? []) await job.run();
      },
    };
  };
}

const UPDATE = "prices: { update: { from: https://prices.example/list.json, every: day } }\n";

test("what changed in the price list is told to the admins' channel, once for all looks and replicas", async () => {
  const changed: PriceRefresh = {
    kind: "changed",
    asOf: "2026-11-24",
    changes: ["openai/gpt-4o input 2.5 to 3", "<!channel> new"],
  };
  await using bot = await botInSandbox({
    config: `${UPDATE}alerts: { admin_channel: C2 }`,
    parts: [looking(changed, 2)],
  });
  const messages = bot.sandbox.channel("C2").messages;
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toBe("New list prices of 2026-11-24 are in use: 2 changes");
  expect(JSON.stringify(messages[0]?.blocks)).toContain("openai/gpt-4o input 2.5 to 3");
  expect(JSON.stringify(messages[0]?.blocks)).not.toContain("<!channel>");
  bot.sandbox.assertNoViolations();
});

test("without an admins' channel each admin is told, also of a list that was refused", async () => {
  await using bot = await botInSandbox({
    config: `${UPDATE}roles: { admin: [U1] }`,
    parts: [looking({ kind: "refused", message: "it takes away 40 % of the models" }, 1)],
  });
  expect(bot.sandbox.directMessages("U1").map(({ text }) => text)).toEqual([
    expect.stringContaining("was refused: it takes away 40 % of the models"),
  ]);
});

test("nothing is said when nothing changed", async () => {
  await using bot = await botInSandbox({
    config: `${UPDATE}alerts: { admin_channel: C2 }`,
    parts: [looking({ kind: "unchanged" }, 1)],
  });
  expect(bot.sandbox.channel("C2").messages).toEqual([]);
});

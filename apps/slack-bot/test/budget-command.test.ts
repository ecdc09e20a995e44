import { listBudgets } from "@runrate/budgets";
import { describe, expect, test } from "vitest";
import { call, command, send } from "./bot-actions.ts";
import { botInSandbox, million } from "./bot-in-sandbox.ts";

describe.concurrent("/cost budget", () => {
  test("lists, shows, tries, raises, deletes and keeps the history", async () => {
    await using bot = await botInSandbox({ usage: [million("gpt-4o", "2026-11-04T00:00:00Z")] });
    expect(await command(bot, "/cost budget")).toContain("There are no budgets yet");
    await command(bot, "/cost budget set $20 month named all");
    await command(bot, "/cost budget set $5 week for model:gpt-4o-mini named minis");
    expect(await command(bot, "/cost budget")).toBe("2 budgets, none exceeded; fullest: all at 12.5%");
    expect(await command(bot, "/cost budget try $2 month alert 100")).toContain(
      "would have alerted once in the last 90 days",
    );
    expect(await command(bot, "/cost budget raise all $30 because we launched")).toContain(
      "Raised from $20.00. all: $2.50 of $30.00",
    );
    expect(await command(bot, "/cost budget delete minis")).toContain("Budget minis is deleted");
    expect(await command(bot, "/cost budget history all")).toBe("all: 2 revisions");
    expect(await command(bot, "/cost budget export")).toContain("Put this into runrate.yml");
    expect(await command(bot, "/cost budget set lots month")).toContain("is not an amount");
    bot.sandbox.assertNoViolations();
  });

  test("of one that has alerted says in its message that it is deleted, and leaves nothing to press there", async () => {
    await using bot = await botInSandbox();
    await command(bot, "/cost budget set $4 month named team");
    await send(bot, call("a"));
    const { ts } = await bot.sandbox.untilMessage("C1", ({ text }) => text.includes("has reached 50 %"));
    await command(bot, "/cost budget delete team");
    const shown = await bot.sandbox.untilMessage(
      "C1",
      (message) => message.ts === ts && message.text.includes("Deleted"),
    );
    expect(shown.text).toContain("team has reached 50 %: $2.50 of $4.00 in November 2026");
    expect(shown.blocks.map(({ type }) => type)).toEqual(["section"]);
    await bot.sandbox.untilMessage("C1", ({ threadTs, text }) => threadTs === ts && text.includes("deleted by <@U1>"));
    bot.sandbox.assertNoViolations();
  });

  test("of a day stands on that day, in the answer and in its alert", async () => {
    await using bot = await botInSandbox();
    await send(bot, call("a"));
    expect(await command(bot, "/cost budget set $4 day named today")).toContain("$1.50 left on 24 November 2026");
    expect((await bot.sandbox.untilMessage("C1")).text).toBe(
      "today has reached 50 %: $2.50 of $4.00 on 24 November 2026 (62.5%)",
    );
  });

  test("opens a form that creates one, and one that edits it", async () => {
    await using bot = await botInSandbox();
    const ada = bot.sandbox.person("U1");
    await ada.command("C1", "/cost budget set");
    await bot.sandbox.untilView("U1");
    await ada.submit({ amount: "many", scope: "modle:x" });
    expect(bot.sandbox.view("U1")).toBeDefined();
    await ada.submit({ name: "made by form", amount: "$12", scope: "model:gpt-4o*", actual: "75 100", forecast: "" });
    await bot.sandbox.until(() => bot.sandbox.directMessages("U1").find(({ text }) => text.includes("Saved.")));
    expect(await listBudgets(bot.ledger)).toMatchObject([
      { name: "made by form", terms: { channel: "C1", thresholds: { actual: ["75", "100"], forecast: [] } } },
    ]);
    await ada.command("C1", "/cost budget edit made by form");
    await bot.sandbox.untilView("U1");
    await ada.press("modal", "budget_try");
    await bot.sandbox.untilView("U1", ({ payload }) => JSON.stringify(payload).includes("would not have alerted"));
    await ada.close();
    await ada.submit({ amount: "$15", reason: "growth" });
    await bot.sandbox.until(() => bot.sandbox.directMessages("U1").find(({ text }) => text.includes("$15.00")));
    bot.sandbox.assertNoViolations();
  });

  test("offers to change and raise the budgets that it lists", async () => {
    await using bot = await botInSandbox();
    const ada = bot.sandbox.person("U1");
    await command(bot, "/cost budget set $20 month named all");
    await command(bot, "/cost budget");
    const list = bot.sandbox.ephemerals("U1").at(-1);
    if (!list) throw new Error("no list");
    await ada.press(list, "budget_raise", "1");
    await bot.sandbox.untilView("U1");
    await ada.submit({ amount: "$30", reason: "growth" });
    await ada.press(list, "budget_edit", "1");
    await bot.sandbox.untilView("U1", ({ payload }) => JSON.stringify(payload).includes("$30"));
    bot.sandbox.assertNoViolations();
  });

  test("shows a channel the budgets of what it may see, and narrows those that are set there", async () => {
    await using bot = await botInSandbox({
      config: "channels: { C1: { sees: { project: search } } }",
      usage: [million("gpt-4o", "2026-11-04T00:00:00Z", { project: "lab" })],
    });
    await command(bot, "/cost budget set $20 month named secret", "C2");
    expect(await command(bot, "/cost budget")).toContain("There are no budgets yet");
    expect(await command(bot, "/cost budget show secret")).toContain("there is no budget named");
    const answer = await command(bot, "/cost budget set $5 month named ours");
    expect(answer).toContain("Narrowed to what its channel may see: project:search. ours: $0.00 of $5.00");
    expect(await command(bot, "/cost budget")).toBe("1 budget, none exceeded; fullest: ours at 0.0%");
    expect(await command(bot, "/cost budget", "C2")).toContain("2 budgets");
  });

  test("those of runrate.yml are read-only, and told as they are declared", async () => {
    await using bot = await botInSandbox({
      config: "budgets: [{ name: declared, period: month, amount: 4, channel: costs }]",
      sandbox: {
        workspace: {
          channels: [
            { id: "C1", name: "general" },
            { id: "C9", name: "costs" },
          ],
        },
      },
    });
    expect(await command(bot, "/cost budget raise declared $9")).toContain("stands in runrate.yml");
    await send(bot, call("a"));
    await bot.sandbox.untilMessage("C9", ({ text }) => text.includes("declared has reached 50 %"));
  });
});

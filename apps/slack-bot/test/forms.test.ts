import { applyDeclared, listBudgets, removeBudget } from "@runrate/budgets";
import { parseConfig } from "@runrate/config";
import { describe, expect, test } from "vitest";
import { botInSandbox, million, type SandboxBot } from "./bot-in-sandbox.ts";

/** The list of budgets that U1 is shown, with its menus and buttons. */
async function listed(bot: SandboxBot, setting = "$20 month named all") {
  const ada = bot.sandbox.person("U1");
  await ada.command("C1", `/cost budget set ${setting}`);
  await bot.sandbox.untilEphemeral("U1", ({ text }) => text.includes("Budget set"));
  await ada.command("C1", "/cost budget");
  return { ada, list: await bot.sandbox.untilEphemeral("U1", ({ text }) => text.includes("none exceeded")) };
}

/** What U1 is told next, alone. */
async function told(bot: SandboxBot, what: string): Promise<string> {
  return (await bot.sandbox.untilEphemeral("U1", ({ text }) => text.includes(what))).text;
}

describe.concurrent("a form that Slack does not open", () => {
  const late = { kind: "error", error: "expired_trigger_id" } as const;

  test("is explained to whoever pressed for it, with the command that does the same", async () => {
    await using bot = await botInSandbox();
    const { ada, list } = await listed(bot);
    bot.sandbox.fail({ method: "views.open", times: 3 }, late);
    await ada.press(list, "budget_create");
    expect(await told(bot, "budget set $500 month")).toContain("three seconds");
    await ada.press(list, "budget_raise", "1");
    expect(await told(bot, "budget raise all")).toContain("&lt;amount&gt; because &lt;reason&gt;");
    await ada.command("C1", "/cost budget new");
    await bot.sandbox.until(
      () => bot.sandbox.ephemerals("U1").filter(({ text }) => text.includes("$500")).length === 2,
    );
    bot.sandbox.assertNoViolations();
  });

  test("from an alert says how to raise the budget without it", async () => {
    await using bot = await botInSandbox({ usage: [million("gpt-4o", "2026-11-24T08:00:00Z")] });
    await bot.sandbox.person("U1").command("C1", "/cost budget set $4 month named team");
    const alert = await bot.sandbox.untilMessage("C1");
    bot.sandbox.fail({ method: "views.open" }, { kind: "error", error: "internal_error" });
    await bot.sandbox.person("U1").press(alert, "alert_raise");
    expect(await told(bot, "budget raise team")).toContain("Slack did not open the form (internal_error)");
  });

  test("says in a direct message how to share without it", async () => {
    await using bot = await botInSandbox({ usage: [million("gpt-4o", "2026-11-24T08:00:00Z")] });
    const { sandbox } = bot;
    await sandbox.person("U1").openHome("messages");
    const direct = sandbox.channels().find(({ kind }) => kind === "im")?.id ?? "";
    await sandbox.person("U1").say(direct, "this month");
    await sandbox.until(() => sandbox.directMessages("U1").length > 1);
    sandbox.fail({ method: "views.open" }, late);
    const [, answer] = sandbox.directMessages("U1");
    await sandbox.person("U1").press({ channel: direct, ts: answer?.ts ?? "" }, "answer_share");
    expect(await told(bot, "share it there")).toContain("/cost this month");
  });

  test("over another one is told in a direct message, and what was asked is done all the same", async () => {
    await using bot = await botInSandbox();
    const { ada, list } = await listed(bot);
    await ada.press(list, "budget_edit", "1");
    await bot.sandbox.untilView("U1");
    bot.sandbox.fail({ method: "views.push" }, late);
    await ada.press("modal", "budget_try");
    await bot.sandbox.until(() => bot.sandbox.directMessages("U1").some(({ text }) => text.includes("budget try")));
    bot.sandbox.fail({ method: "views.update" }, { kind: "error", error: "not_found" });
    ada.enter({ amount: "no amount" });
    await ada.press("modal", "budget_remove");
    await bot.sandbox.until(() => bot.sandbox.directMessages("U1").some(({ text }) => text.includes("all is deleted")));
    expect(await listBudgets(bot.ledger)).toEqual([]);
    bot.sandbox.assertNoViolations();
  });
});

describe.concurrent("a button of a budget that cannot be changed", () => {
  test("says that it has been deleted", async () => {
    await using bot = await botInSandbox();
    const { ada, list } = await listed(bot);
    const [budget] = await listBudgets(bot.ledger);
    if (budget) await removeBudget(bot.ledger, budget, { actor: "U2" });
    await ada.press(list, "budget_edit", "1");
    expect(await told(bot, "deleted meanwhile")).toContain("/cost budget");
    expect(bot.sandbox.view("U1")).toBeUndefined();
  });

  test("says that it stands in runrate.yml", async () => {
    await using bot = await botInSandbox();
    const { ada, list } = await listed(bot);
    const { budgets } = parseConfig("budgets: [{ name: all, period: month, amount: 30 }]", "runrate.yml");
    await applyDeclared(bot.ledger, budgets, "UTC");
    await ada.press(list, "budget_raise", "1");
    expect(await told(bot, "stands in runrate.yml")).toContain("Edit runrate.yml");
    expect(bot.sandbox.view("U1")).toBeUndefined();
  });

  test("says who may change one before a form is filled in", async () => {
    await using bot = await botInSandbox({ config: "roles: { budget_owner: [U1] }" });
    await listed(bot);
    const grace = bot.sandbox.person("U2");
    await grace.command("C1", "/cost budget");
    await grace.press(await bot.sandbox.untilEphemeral("U2"), "budget_create");
    await bot.sandbox.untilEphemeral("U2", ({ text }) => text.includes("only budget owners"));
    expect(bot.sandbox.view("U2")).toBeUndefined();
  });
});

test("what somebody typed is told back to a channel as words, never as a mention", async () => {
  await using bot = await botInSandbox();
  const { message } = await bot.sandbox.person("U1").say("C1", "@runrate budget set <!channel> month");
  const reply = await bot.sandbox.untilMessage("C1", ({ threadTs }) => threadTs === message.ts);
  expect(reply.text).toContain("&lt;!channel&gt;");
});

test("a form is acknowledged in time, and kept, while Slack is slow to say who is in a user group", async () => {
  await using bot = await botInSandbox({ config: "roles: { budget_owner: [S1] }" });
  const { sandbox } = bot;
  sandbox.fail({ method: "usergroups.users.list", times: 2 }, { kind: "delayed", milliseconds: 4_000 });
  const ada = sandbox.person("U1");
  await ada.command("C1", "/cost budget set");
  await sandbox.untilView("U1");
  const { outcome } = await ada.submit({ name: "team", amount: "$20" });
  expect(outcome.kind).toBe("acknowledged");
  expect((await listBudgets(bot.ledger)).map(({ name }) => name)).toEqual(["team"]);
});

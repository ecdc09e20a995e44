import { expect, test } from "vitest";
import { botInSandbox, million } from "./bot-in-sandbox.ts";

const USAGE = [million("gpt-4o", "2026-11-04T00:00:00Z"), million("gpt-4o-mini", "2026-11-05T00:00:00Z")];

test("App Home shows this month, the sources and what one may do, and its buttons are answered in a direct message", async () => {
  await using bot = await botInSandbox({ usage: USAGE, config: "roles: { admin: [U2] }\ntimezone: Europe/Berlin" });
  const { sandbox } = bot;
  await sandbox.person("U1").openHome();
  const view = await sandbox.until(() => sandbox.home("U1"));
  const shown = JSON.stringify(view.blocks);
  expect(shown).toContain("$2.65");
  expect(shown).toContain("Europe/Berlin");
  expect(shown).toContain("ask, set budgets");
  expect(shown).not.toContain("administer");
  expect(shown).toContain("*http* (openai): through 2026-11-05 00:00 UTC");
  await sandbox.person("U1").press("home", "ask_3");
  await sandbox.until(() => sandbox.directMessages("U1").some(({ text }) => text.includes("heading for")));
  sandbox.assertNoViolations();
});

test("at home, only who may change budgets has the buttons for it; an owner has those of their own", async () => {
  await using bot = await botInSandbox({ usage: USAGE, config: "roles: { budget_owner: [U1] }" });
  const { sandbox } = bot;
  for (const text of ["$20 month named ours", "$10 month for model:gpt-4o named theirs owner <@U2>"]) {
    await sandbox.person("U1").command("C1", `/cost budget set ${text}`);
    await sandbox.untilEphemeral("U1", (message) => message.text.includes(text.startsWith("$20") ? "ours" : "theirs"));
  }
  const buttons = async (user: string) => {
    await sandbox.person(user).openHome();
    const shown = JSON.stringify((await sandbox.until(() => sandbox.home(user))).blocks);
    return [shown.includes("budget_create"), shown.split("budget_edit").length - 1];
  };
  expect(await buttons("U1")).toEqual([true, 2]);
  expect(await buttons("U2")).toEqual([false, 1]);
  expect(await buttons("U3")).toEqual([false, 0]);
  sandbox.assertNoViolations();
});

test("who may not ask sees no spend at home either", async () => {
  await using bot = await botInSandbox({ usage: USAGE, config: "roles: { viewer: [U2] }" });
  await bot.sandbox.person("U1").openHome();
  const view = await bot.sandbox.until(() => bot.sandbox.home("U1"));
  expect(JSON.stringify(view.blocks)).not.toContain("$");
});

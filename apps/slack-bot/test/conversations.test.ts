import { expect, test } from "vitest";
import { botInSandbox, million } from "./bot-in-sandbox.ts";

const USAGE = [million("gpt-4o", "2026-11-04T00:00:00Z", { project: "search" })];

test("thanks in a thread are the end of it, and the next fragment goes on from the question all the same", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  const { message } = await ada.say("C1", "@runrate this month project:search");
  await sandbox.untilMessage("C1", ({ threadTs, text }) => threadTs === message.ts && text.includes("$2.50"));
  for (const text of ["@runrate thanks!", "@runrate ok", "thanks @runrate :+1:", "@runrate 👍"])
    await ada.say("C1", text, { threadTs: message.ts });
  await ada.say("C1", "@runrate and by model?", { threadTs: message.ts });
  await sandbox.untilMessage("C1", ({ blocks }) => JSON.stringify(blocks).includes("speech_balloon"));
  const answers = sandbox.thread("C1", message.ts).filter(({ user }) => user === sandbox.app.botUserId);
  expect(answers).toHaveLength(2);
  sandbox.assertNoViolations();
});

test("who greets in a thread sees this month, not the question before once more", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  const { sandbox } = bot;
  const { message } = await sandbox.person("U1").say("C1", "@runrate 2000 in 500 out on gpt-4o-mini");
  await sandbox.untilMessage("C1", ({ threadTs }) => threadTs === message.ts);
  await sandbox.person("U2").say("C1", "@runrate hi there!", { threadTs: message.ts });
  await sandbox.untilMessage("C1", ({ text }) => text.startsWith("November 2026 so far"));
});

test("a command that asks nothing is told so, to the one who typed it", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  await bot.sandbox.person("U1").command("C1", "/cost thanks!");
  expect((await bot.sandbox.untilEphemeral("U1")).text).toContain("no question in that");
});

test("a name that was never recorded is said beside its $0, with the names that the channel may see", async () => {
  await using bot = await botInSandbox({
    usage: [...USAGE, million("gpt-4o", "2026-11-04T00:00:00Z", { project: "serach-secret" })],
    config: "channels: { C1: { sees: { project: search } } }",
  });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  await ada.command("C1", "/cost this month project:serach");
  const answer = await sandbox.untilEphemeral("U1");
  const shown = JSON.stringify(answer.blocks);
  expect(shown).toContain('nothing was ever recorded for project \\"serach\\": did you mean search?');
  expect(shown).not.toContain("serach-secret");
  await ada.press(answer, "answer_share");
  expect(JSON.stringify((await sandbox.untilMessage("C1")).blocks)).toContain("nothing was ever recorded");
  sandbox.assertNoViolations();
});

test("Explain this spend on an earlier answer of a thread is about that answer", async () => {
  await using bot = await botInSandbox({
    usage: [...USAGE, million("gpt-4o-mini", "2026-10-04T00:00:00Z"), million("gpt-4o", "2026-09-04T00:00:00Z")],
  });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  const { message } = await ada.say("C1", "@runrate this month");
  const first = await sandbox.untilMessage("C1", ({ threadTs, text }) => threadTs === message.ts && text !== "");
  await ada.say("C1", "@runrate last month", { threadTs: message.ts });
  await sandbox.untilMessage("C1", ({ text }) => text.startsWith("October 2026"));
  await ada.messageShortcut("explain_spend", first);
  // $2.50 of November so far against $0.15 of the same span of October.
  expect((await sandbox.untilEphemeral("U1")).text).toContain("up $2.35");
  sandbox.assertNoViolations();
});

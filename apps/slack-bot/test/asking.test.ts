import { expect, test } from "vitest";
import { botInSandbox, million } from "./bot-in-sandbox.ts";

const USAGE = [
  million("gpt-4o", "2026-10-05T00:00:00Z", { project: "search-web" }),
  million("gpt-4o", "2026-11-04T00:00:00Z", { project: "search-web" }),
  million("gpt-4o", "2026-11-05T00:00:00Z", { project: "search-api" }),
  million("gpt-4o-mini", "2026-11-06T00:00:00Z", { project: "payroll" }),
];

test("an answer has the verdict, a chart, a table, what it may be trusted for, and what can be done next", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  await bot.sandbox.person("U1").command("C1", "/cost this month by project");
  const answer = await bot.sandbox.untilEphemeral("U1");
  expect(answer.blocks.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["section", "data_visualization", "data_table", "context", "actions"]),
  );
  // 2.50 + 2.50 + 0.15
  expect(answer.text).toContain("$5.15");
  expect(JSON.stringify(answer.blocks)).toContain("Data through 2026-11-06 00:00 UTC");
  bot.sandbox.assertNoViolations();
});

test("Why?, By project and a suggested question are answered to whoever presses", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  const ada = bot.sandbox.person("U1");
  await ada.command("C1", "/cost this month");
  const answer = await bot.sandbox.untilEphemeral("U1");
  await ada.press(answer, "answer_why");
  expect((await bot.sandbox.untilEphemeral("U1", ({ text }) => text.includes("most of it"))).text).toContain(
    "up $2.65",
  );
  await ada.press(answer, "answer_by");
  const byProject = await bot.sandbox.untilEphemeral("U1", ({ blocks }) =>
    JSON.stringify(blocks).includes("search-api"),
  );
  await ada.press(byProject, "answer_more", "By model");
  await bot.sandbox.untilEphemeral("U1", ({ blocks }) => JSON.stringify(blocks).includes('"gpt-4o-mini"'));
  bot.sandbox.assertNoViolations();
});

test("what a channel may not see is in no answer, total, suggestion or button there", async () => {
  await using bot = await botInSandbox({
    usage: USAGE,
    config: 'channels: { llm-costs: { sees: { project: "search-*" } }, C2: { scope: { project: payroll } } }',
  });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  await ada.command("C1", "/cost this month by project");
  const answer = await sandbox.untilEphemeral("U1");
  expect(answer.text).toContain("$5.00");
  expect(JSON.stringify(answer.blocks)).not.toContain("payroll");
  expect(JSON.stringify(answer.blocks)).toContain("This channel sees project search-");
  await ada.command("C1", "/cost this month project:payroll");
  await sandbox.until(() => sandbox.ephemerals("U1").length === 2);
  expect(JSON.stringify(sandbox.ephemerals("U1")[1])).not.toContain("0.15");
  await ada.command("C1", "/cost this month for payrol");
  await sandbox.until(() => sandbox.ephemerals("U1").length === 3);
  expect(JSON.stringify(sandbox.ephemerals("U1")[2])).not.toContain("payroll");
  // Bare /cost is about the channel's scope.
  await ada.command("C2", "/cost");
  expect((await sandbox.untilEphemeral("U1", ({ channel }) => channel === "C2")).text).toContain("$0.15");
  sandbox.assertNoViolations();
});

test("a budget that covers more than a channel may see is not told there", async () => {
  await using bot = await botInSandbox({
    usage: USAGE,
    config: `budgets: [{ name: all-of-it, amount: 100, period: month }, { name: web, amount: 50, period: month, scope: { project: search-web } }]
channels: { llm-costs: { sees: { project: "search-*" } } }`,
  });
  const { sandbox } = bot;
  await sandbox.person("U1").command("C1", "/cost");
  await sandbox.person("U1").command("C2", "/cost");
  const narrow = await sandbox.untilEphemeral("U1", ({ channel }) => channel === "C1");
  expect(JSON.stringify(narrow.blocks)).toContain("$47.50 left of web");
  expect(JSON.stringify(narrow.blocks)).not.toContain("all-of-it");
  const whole = await sandbox.untilEphemeral("U1", ({ channel }) => channel === "C2");
  expect(JSON.stringify(whole.blocks)).toContain("of 2)");
});

test("sharing computes the answer for what the channel may see, and everybody may go on from it in its thread", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  await ada.command("C1", "/cost this month");
  await ada.press(await sandbox.untilEphemeral("U1"), "answer_share");
  const shared = await sandbox.untilMessage("C1", ({ text }) => text.includes("$5.15"));
  expect(JSON.stringify(shared.blocks)).toContain("<@U1> shared");
  await sandbox.person("U2").press(shared, "answer_why");
  expect((await sandbox.untilEphemeral("U2")).text).toContain("up $2.65");
  sandbox.assertNoViolations();
});

test("from a direct message a form asks where to share, and that channel's limits hold", async () => {
  await using bot = await botInSandbox({
    usage: USAGE,
    config: 'channels: { llm-costs: { sees: { project: "search-*" } } }',
  });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  const { channel } = await direct(bot, "this month");
  const [, answer] = sandbox.directMessages("U1");
  expect(answer?.text).toContain("$5.15");
  await ada.press({ channel, ts: answer?.ts ?? "" }, "answer_share");
  await sandbox.untilView("U1");
  await ada.submit({ to: "C1" });
  expect((await sandbox.untilMessage("C1")).text).toContain("$5.00");
  sandbox.assertNoViolations();
});

test("a channel that the bot is not in, or that is archived, is explained to whoever shares", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  await ada.command("C1", "/cost this month");
  const answer = await sandbox.untilEphemeral("U1");
  sandbox.kick("C1");
  await ada.press(answer, "answer_share");
  await sandbox.untilEphemeral("U1", ({ text }) => text.includes("/invite @runrate"));
  sandbox.invite("C1");
  sandbox.archive("C1");
  await ada.press(answer, "answer_share");
  await sandbox.until(() => sandbox.directMessages("U1").some(({ text }) => text.includes("archived")));
});

test("Export CSV sends the asker a file with all rows and exact amounts, safe to open", async () => {
  await using bot = await botInSandbox({
    usage: [...USAGE, million("gpt-4o-mini", "2026-11-07T00:00:00Z", { project: "=cmd()" })],
  });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  await ada.command("C1", "/cost this month by project");
  await ada.press(await sandbox.untilEphemeral("U1"), "answer_more", "Export CSV");
  await sandbox.untilEphemeral("U1", ({ text }) => text.includes("I sent you"));
  const [file] = sandbox.files();
  const lines = Buffer.from(file?.content ?? [])
    .toString("utf8")
    .split("\r\n");
  expect(lines[0]).toMatch(/^project,requests,.*usd/);
  expect(lines.slice(1).sort()).toEqual(
    [
      "",
      expect.stringMatching(/^'=cmd\(\),1,.*0\.15$/),
      expect.stringMatching(/^payroll,1,.*0\.15$/),
      expect.stringMatching(/^search-api,1,.*2\.5$/),
      expect.stringMatching(/^search-web,1,.*2\.5$/),
    ].sort(),
  );
  sandbox.assertNoViolations();
});

test("who may not ask is told so; a user group that cannot be looked up keeps nobody out", async () => {
  await using bot = await botInSandbox({
    usage: USAGE,
    config: "roles: { viewer: [U1, S1] }",
    sandbox: { workspace: { userGroups: [{ id: "S1", handle: "finance", name: "Finance", users: ["U2"] }] } },
  });
  const { sandbox } = bot;
  for (const user of ["U1", "U2", "U3"]) await sandbox.person(user).command("C1", "/cost this month");
  expect((await sandbox.untilEphemeral("U1")).text).toContain("$5.15");
  expect((await sandbox.untilEphemeral("U2")).text).toContain("$5.15");
  expect((await sandbox.untilEphemeral("U3")).text).toContain("roles.viewer");
});

test("a user group that Slack does not tell keeps nobody out", async () => {
  await using bot = await botInSandbox({ usage: USAGE, config: "roles: { viewer: [S9] }" });
  await bot.sandbox.person("U1").command("C1", "/cost this month");
  expect((await bot.sandbox.untilEphemeral("U1")).text).toContain("$5.15");
});

test("where charts and tables are not known, and when a response URL fails, the answer still arrives", async () => {
  await using bot = await botInSandbox({ usage: USAGE, sandbox: { native: { charts: false, tables: false } } });
  const { sandbox } = bot;
  await sandbox.person("U1").command("C1", "/cost this month by project");
  const answer = await sandbox.untilEphemeral("U1");
  expect(answer.text).toContain("$5.15");
  expect(JSON.stringify(answer.blocks)).toContain("search-api");
  sandbox.fail({ method: "response_url", times: Infinity }, { kind: "http", status: 500 });
  await sandbox.person("U2").command("C1", "/cost this month by project");
  expect((await sandbox.untilEphemeral("U2")).text).toContain("$5.15");
});

test("words that are not understood are answered with buttons that ask the nearest questions", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  const ada = bot.sandbox.person("U1");
  await ada.command("C1", "/cost frobnicate");
  const answer = await bot.sandbox.untilEphemeral("U1");
  expect(answer.text).toContain("frobnicate");
  await ada.press(answer, "ask_1");
  await bot.sandbox.until(() => bot.sandbox.ephemerals("U1").length === 2);
  bot.sandbox.assertNoViolations();
});

test("names from outside are shown, and do nothing", async () => {
  await using bot = await botInSandbox({
    usage: [million("gpt-4o", "2026-11-04T00:00:00Z", { project: "<!channel> *bold* <https://evil.example|click>" })],
  });
  await bot.sandbox.person("U1").command("C1", "/cost why by project");
  const answer = await bot.sandbox.untilEphemeral("U1");
  const markup = JSON.stringify(answer.blocks.filter(({ type }) => type === "section" || type === "context"));
  expect(markup).not.toContain("<!channel>");
  expect(markup).not.toContain("<https:");
  expect(answer.text).not.toContain("<!channel>");
});

async function direct(bot: Awaited<ReturnType<typeof botInSandbox>>, text: string) {
  const channel = bot.sandbox.directMessages("U1").at(0)?.channel ?? (await openDirect(bot));
  await bot.sandbox.person("U1").say(channel, text);
  await bot.sandbox.until(() => bot.sandbox.directMessages("U1").length >= 2);
  return { channel };
}

async function openDirect({ sandbox }: Awaited<ReturnType<typeof botInSandbox>>): Promise<string> {
  await sandbox.person("U1").openHome("messages");
  return sandbox.channels().find(({ kind, members }) => kind === "im" && members.has("U1"))?.id ?? "";
}

test("Explain this spend tells why an answer's figure is what it is, and reads any other message as a question", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  const { sandbox } = bot;
  const ada = sandbox.person("U1");
  await ada.command("C1", "/cost this month");
  await ada.press(await sandbox.untilEphemeral("U1"), "answer_share");
  const shared = await sandbox.untilMessage("C1", ({ text }) => text.includes("$5.15"));
  const ben = sandbox.person("U2");
  await ben.messageShortcut("explain_spend", shared);
  expect((await sandbox.untilEphemeral("U2")).text).toContain("up $2.65");
  const { message } = await sandbox.person("U3").say("C1", "price of gpt-4o");
  await sandbox.person("U3").messageShortcut("explain_spend", message);
  expect((await sandbox.untilEphemeral("U3")).text).toContain("$2.50 input");
  sandbox.assertNoViolations();
});

test("buttons of an answer that is forgotten, or was never given, say so", async () => {
  await using bot = await botInSandbox({ usage: USAGE });
  const { sandbox, ledger } = bot;
  const ada = sandbox.person("U1");
  await ada.command("C1", "/cost this month");
  const answer = await sandbox.untilEphemeral("U1");
  await ledger.db.deleteFrom("slack_questions").execute();
  for (const [action, choice] of [
    ["answer_why", null],
    ["answer_by", null],
    ["answer_more", "Export CSV"],
  ] as const) {
    await ada.press(answer, action, choice);
  }
  await sandbox.until(() => sandbox.ephemerals("U1").filter(({ text }) => text.includes("too old")).length === 3);
  sandbox.assertNoViolations();
});

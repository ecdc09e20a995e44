import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startBotProcess, type BotProcess } from "./bot-process.ts";
import { gitHubForEach } from "./github-for-each.ts";
import { catalogueOf } from "./newer-catalogue.ts";
import { pullRequest, runOn, settings } from "./shop.ts";

const server = gitHubForEach();
const folder = mkdtempSync(join(tmpdir(), "runrate-with-bot-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Calls of the shop's answers, of 2,000 tokens in and 500 out, as an application reports them. */
async function spend({ url, token }: BotProcess, model: string, instants: readonly string[]): Promise<void> {
  const usage = { input_tokens: 2_000, output_tokens: 500 };
  const lines = instants.map((at) => JSON.stringify({ id: at, at, model, workload: "answers", usage }));
  const response = await fetch(`${url}/v1/usage`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: lines.join("\n"),
  });
  expect(await response.json()).toMatchObject({ stored: instants.length, rejected: [] });
}

it("volumes and prices come from the bot, the estimate goes there, a push tells of the merge, and Slack says how it went", async () => {
  const prices = join(folder, "prices.json");
  writeFileSync(prices, catalogueOf({ as_of: "2026-11-24" }));
  await using bot = await startBotProcess(folder, ["--catalogue", prices, "--now", "2026-11-24T12:00:00Z"]);
  await spend(bot, "gpt-4o-mini", ["2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z", "2026-11-21T10:00:00Z"]);

  using change = pullRequest(
    { "src/settings.ts": settings("gpt-77") },
    { baseFiles: { "runrate.yml": "workloads: { answers: { at: src } }\n" } },
  );
  const { url, token } = bot;
  const inputs = {
    usage: url,
    "usage-token": token,
    catalogue: url,
    "estimates-url": url,
    "estimates-token": token,
  };
  const estimated = await runOn(server, change, { inputs });
  // 3 calls of $0.0006 on gpt-4o-mini; of 2,000 × $1/1M + 500 × $2/1M = $0.003 on gpt-77
  expect(estimated.outputs).toMatchObject({ "monthly-before": "0.0018", "monthly-after": "0.009" });
  expect(estimated.log).toContain("estimate: kept by the bot");
  expect(server.comments[0]?.body).toMatch(/^### Raises estimated LLM spend by \$0\.0072\/mo \(\+400\.0%\)/m);
  expect(server.comments[0]?.body).toContain("list prices as of 2026-11-24");

  server.merged.push({ number: 7, base: "main", commits: [change.head], at: "2026-11-22T12:00:00Z" });
  const pushed = await runOn(
    server,
    { ...change, payload: { before: change.base, after: change.head, repository: change.payload.repository } },
    { event: "push", ref: "refs/heads/main", sha: change.head, inputs },
  );
  expect(pushed.log).toContain("the bot was told of the merge of pull request 7");
  expect(`${estimated.log}${pushed.log}`).not.toMatch(/::warning/);
  await spend(bot, "gpt-77", ["2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z"]);

  await bot.slack.person("U1").command("C1", "/cost pr 7");
  const answer = await bot.slack.untilEphemeral("U1");
  // 2 × $0.003 in two days; of a month's $0.0018 + $0.0072 they were to be 2/30
  expect(answer.text).toContain("octo-org/shop#7 (Change): spends more than estimated: $0.006 against $0.0006");
  bot.slack.assertNoViolations();
});

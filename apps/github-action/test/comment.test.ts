import { describe, expect, it } from "vitest";
import { gitHubForEach } from "./github-for-each.ts";
import { DEARER, pullRequest, pullRequestPayload, runOn, settings, type PullRequest } from "./shop.ts";

const server = gitHubForEach();

/** The next commit on the same pull request. */
function next(change: PullRequest, files: Readonly<Record<string, string | null>>): PullRequest {
  const head = change.repository.commit(files);
  return { ...change, head, payload: pullRequestPayload(change.base, head) };
}

describe("the comment of a pull request", () => {
  it("says in money what the change does, and the outputs say it to other steps", async () => {
    using change = pullRequest(DEARER);
    const run = await runOn(server, change);
    // 100,000 × (1,000 × $0.15/1M + 500 × $0.60/1M) = $45; × (1,000 × $2.50/1M + 500 × $10/1M) = $750
    expect(run.code).toBe(0);
    expect(server.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("### Raises estimated LLM spend by $705.00/mo (+1,566.7%)"),
    ]);
    expect(run.outputs).toMatchObject({
      verdict: "raises",
      policy: "pass",
      "monthly-before": "45",
      "monthly-after": "750",
      "monthly-delta": "705",
      "per-1k-delta": "7.05",
      changes: "1",
    });
    expect(JSON.parse(run.outputs["report-json"] ?? "")).toMatchObject({
      version: 1,
      verdict: { direction: "raises" },
    });
    expect(server.comments[0]?.body).toContain(run.outputs["comment-body"]?.trim());
    expect(server.comments[0]?.body).toContain(`https://github.com/octo-org/shop/blob/${change.head}/src/answer.ts#L5`);
    expect(run.summary).toContain("Raises estimated LLM spend by $705.00/mo");
    expect(run.log).toMatch(
      /::notice title=LLM spend,file=src\/answer\.ts,line=5::.*\+\$705\.00 a month.*runrate diff/,
    );
  });

  it("links a call that is gone to where it stood", async () => {
    using change = pullRequest({ "src/answer.ts": null });
    await runOn(server, change);
    expect(server.comments[0]?.body).toMatch(/^### Lowers/m);
    expect(server.comments[0]?.body).toContain(`https://github.com/octo-org/shop/blob/${change.base}/src/answer.ts#L5`);
  });

  it("is updated in place, left alone when nothing is new, and deleted when its reason is gone", async () => {
    using first = pullRequest(DEARER);
    await runOn(server, first);
    const [{ id } = { id: 0 }] = server.comments;
    const second = next(first, { "src/settings.ts": settings("gpt-5.4") });
    await runOn(server, second);
    expect(server.comments).toEqual([expect.objectContaining({ id, body: expect.stringContaining("gpt-5.4") })]);
    const before = server.requests.length;
    await runOn(server, second, { env: { RUNRATE_NOW: "2026-11-24T13:07:09.123Z" } });
    expect(server.requests.slice(before).filter((request) => !request.startsWith("GET "))).toEqual([]);
    await runOn(server, next(second, { "src/settings.ts": settings("gpt-4o-mini") }));
    expect(server.comments).toEqual([]);
  });

  it("is found over all pages, by marker and author: others may quote it", async () => {
    using change = pullRequest(DEARER);
    await runOn(server, change);
    const [own] = server.comments.splice(0);
    const quote = server.addComment({ body: own?.body ?? "", login: "mallory", type: "User" });
    for (let count = 0; count < 120; count += 1)
      server.addComment({ body: `talk ${count}`, login: "bob", type: "User" });
    const mine = server.addComment({ body: `${own?.body ?? ""} old`, login: "github-actions[bot]", type: "Bot" });
    const reply = server.addComment({ body: `> ${own?.body ?? ""}`, login: "renovate[bot]", type: "Bot" });
    await runOn(server, change);
    expect(server.comments).toHaveLength(123);
    expect(mine.body).toBe(own?.body);
    expect([quote.body, reply.body]).toEqual([own?.body, `> ${own?.body ?? ""}`]);
  });

  it("of a user's own token is that user's alone", async () => {
    using change = pullRequest(DEARER);
    server.user = "deployer";
    await runOn(server, change);
    expect(server.comments.map(({ login }) => login)).toEqual(["deployer"]);
    const bots = server.addComment({ body: server.comments[0]?.body ?? "", login: "x[bot]", type: "Bot" });
    await runOn(server, next(change, { "src/settings.ts": settings("gpt-5.4") }));
    expect(server.comments).toHaveLength(2);
    expect(bots.body).toContain("gpt-4o");
  });

  it("stays one when two runs made one each", async () => {
    using change = pullRequest(DEARER);
    await runOn(server, change);
    server.addComment({ body: server.comments[0]?.body ?? "", login: "github-actions[bot]", type: "Bot" });
    await runOn(server, change);
    expect(server.comments).toHaveLength(1);
  });

  it("of two uses of the action are two", async () => {
    using change = pullRequest(DEARER);
    await runOn(server, change, { inputs: { "comment-id": "one" } });
    await runOn(server, change, { inputs: { "comment-id": "two" } });
    expect(server.comments).toHaveLength(2);
  });
});

describe("the mode", () => {
  const quiet = { "README.md": "# Shop\n" };
  const failing = { "runrate.yml": "policies: { fail: { per_1k_calls_usd: 1 } }\n" };

  it.each([
    ["always", quiet, {}, 1],
    ["change", quiet, {}, 0],
    ["change", DEARER, {}, 1],
    ["failure", DEARER, {}, 0],
    ["failure", DEARER, failing, 1],
    ["never", DEARER, failing, 0],
  ])("%s", async (mode, files, baseFiles, comments) => {
    using change = pullRequest(files, { baseFiles });
    const run = await runOn(server, change, { inputs: { comment: mode } });
    expect(server.comments).toHaveLength(comments);
    expect(run.summary).toContain("LLM spend");
    if (mode === "never") expect(server.requests).toEqual([]);
  });

  it("change keeps quiet below the floor, unless a policy speaks", async () => {
    const floor = (more: string) => ({
      "runrate.yml": `workloads: { answers: { at: src, calls_per_month: 100 } }\npolicies: { comment_floor: { monthly_usd: 5 }${more} }\n`,
    });
    using below = pullRequest(DEARER, { baseFiles: floor("") });
    await runOn(server, below);
    expect(server.comments).toEqual([]);
    using warned = pullRequest(DEARER, { baseFiles: floor(", warn: { monthly_usd: 0.1 }") });
    await runOn(server, warned);
    expect(server.comments).toHaveLength(1);
  });

  it("that does not exist is told, with those that do", async () => {
    using change = pullRequest(DEARER);
    const run = await runOn(server, change, { inputs: { comment: "sometimes" } });
    expect(run.code).toBe(0);
    expect(run.log).toMatch(/::warning.*input comment is "sometimes".*always, change, failure, never/);
    expect(run.outputs).toMatchObject({ verdict: "unknown", changes: "" });
  });
});

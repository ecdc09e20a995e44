import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GitHubServer } from "./github-server.ts";
import { CANARY } from "./run-action.ts";
import { pullRequest, runOn, settings, SHOP } from "./shop.ts";

let server: GitHubServer;
beforeEach(async () => {
  server = await GitHubServer.start();
});
afterEach(async () => {
  expect(server.breaches).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const DEARER = { "src/settings.ts": settings("gpt-4o") };
const POST = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

describe("the comment of a pull request", () => {
  it("says in money what the change does, and the outputs say it to other steps", async () => {
    using change = pullRequest(DEARER).repository;
    const run = await runOn(server, { repository: change, payload: payloadOf(change) });
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
    expect(run.summary).toContain("Raises estimated LLM spend by $705.00/mo");
    expect(run.log).toMatch(/::notice title=LLM spend,file=src\/answer\.ts,line=5::.*\+\$705\.00 a month/);
    expect(run.everything).not.toContain(CANARY);
  });
});

function payloadOf(repository: { git(...args: string[]): string }) {
  const [base, head] = [repository.git("rev-parse", "main"), repository.git("rev-parse", "HEAD")];
  return {
    pull_request: {
      number: 7,
      base: { sha: base, ref: "main", repo: { full_name: "octo-org/shop" } },
      head: { sha: head, ref: "topic", repo: { full_name: "octo-org/shop" } },
    },
    repository: { private: true, default_branch: "main" },
  };
}
void POST;
void SHOP;

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitHubForEach } from "./github-for-each.ts";
import { Repository } from "./repository.ts";
import { CANARY, runAction } from "./run-action.ts";
import { ANSWER, DEARER, pullRequest, runOn } from "./shop.ts";

const server = gitHubForEach();

const POST = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const PATCH = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
const LIST = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";

describe("a comment that cannot be posted", () => {
  it("is a warning with the permission to add; the job stays green and its summary has the result", async () => {
    using change = pullRequest(DEARER);
    server.failures.push({ operation: POST, status: 403, message: "Resource not accessible by integration" });
    const run = await runOn(server, change);
    expect(run.code).toBe(0);
    expect(run.log).toMatch(/::warning title=Runrate%3A no comment::.*pull-requests: write/);
    expect(run.summary).toContain("$705.00/mo");
    expect(run.outputs["verdict"]).toBe("raises");
  });

  it("after a server error is tried again", async () => {
    using change = pullRequest(DEARER);
    server.failures.push({ operation: LIST, status: 502, times: 1 });
    await runOn(server, change);
    expect(server.requests.filter((request) => request === LIST)).toHaveLength(2);
    expect(server.comments).toHaveLength(1);
  });

  it.each([403, 429])("after a rate limit (%d) waits as long as GitHub says", async (status) => {
    using change = pullRequest(DEARER);
    const headers = { "retry-after": "1", "x-ratelimit-remaining": "10" };
    const message = "You have exceeded a secondary rate limit";
    server.failures.push({ operation: POST, status, message, headers, times: 1 });
    await runOn(server, change);
    expect(server.comments).toHaveLength(1);
  });

  it.each([403, 429])("because of a limit (%d) that lasts is a warning that says so, at once", async (status) => {
    using change = pullRequest(DEARER);
    const reset = String(Math.floor(Date.now() / 1_000) + 3_000);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    server.failures.push({ operation: LIST, status, message: "API rate limit exceeded", headers });
    const run = await runOn(server, change);
    expect(server.requests.filter((request) => request === LIST)).toHaveLength(1);
    expect(run.log).toMatch(/::warning.*rate limit is used up/);
    expect(run.log).not.toMatch(/pull-requests: write/);
  });

  it("on a server that is not there is a warning", async () => {
    using change = pullRequest(DEARER);
    server.failures.push({ operation: LIST, status: 404 });
    const run = await runOn(server, change);
    expect([run.code, run.outputs["verdict"]]).toEqual([0, "raises"]);
    expect(run.log).toMatch(/::warning/);
  });

  it("in a conversation that is locked says so", async () => {
    using change = pullRequest(DEARER);
    const message = "Unable to create comment because issue is locked.";
    server.failures.push({ operation: POST, status: 403, message });
    const run = await runOn(server, change);
    expect(run.log).toMatch(/::warning.*the conversation is locked/);
    expect(run.log).not.toMatch(/pull-requests: write/);
  });

  it("because it was deleted meanwhile, or is another bot's, is posted anew", async () => {
    using change = pullRequest(DEARER);
    const marker = '<!-- runrate:pull-request-comment id="default" -->';
    for (const status of [404, 403]) {
      server.comments.length = 0;
      server.addComment({ body: `${marker}\nof before`, login: "other[bot]", type: "Bot" });
      server.failures.splice(0, 1, { operation: PATCH, status });
      const run = await runOn(server, change);
      expect(run.log).toContain("comment: created");
      expect(server.comments.map(({ login }) => login)).toEqual(["other[bot]", "github-actions[bot]"]);
    }
  });

  it("because nobody says whose token it is, is no second one", async () => {
    using change = pullRequest(DEARER);
    server.user = "deployer";
    await runOn(server, change);
    server.failures.push({ operation: "GET /user", status: 422 });
    const run = await runOn(server, change);
    expect(run.log).toMatch(/::warning.*GitHub answered 422/);
    expect(server.comments).toHaveLength(1);
  });

  it("for want of a token is a warning", async () => {
    using change = pullRequest(DEARER);
    const run = await runOn(server, change, { inputs: { "github-token": "" } });
    expect([run.code, run.outputs["verdict"], server.requests]).toEqual([0, "raises", []]);
    expect(run.log).toMatch(/::warning.*no github-token/);
  });
});

describe("a fork", () => {
  async function computed() {
    const change = pullRequest(DEARER, { fork: true, isPrivate: false });
    server.failures.push({ operation: POST, status: 403, message: "Resource not accessible by integration" });
    const run = await runOn(server, change);
    server.failures.length = 0;
    server.headSha = change.head;
    return { change, run };
  }
  const posting = (folder: string, head: string, inputs: Record<string, string> = {}) =>
    runAction({
      workspace: folder,
      apiUrl: server.url,
      event: "workflow_run",
      payload: { workflow_run: { head_sha: head, event: "pull_request" }, repository: { private: false } },
      inputs: { "post-from": join(folder, "result.json"), ...inputs },
    });

  it("is computed with a token that may only read, and posted by a second workflow", async () => {
    const { change, run } = await computed();
    using repository = change.repository;
    expect(run.code).toBe(0);
    expect(run.log).toMatch(/::warning.*a second workflow can post it/);
    expect(server.comments).toEqual([]);
    writeFileSync(join(repository.folder, "result.json"), run.stored ?? "");
    const posted = await posting(repository.folder, change.head);
    expect(posted.code).toBe(0);
    expect(server.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("Raises estimated LLM spend by $7.05 per 1,000 calls"),
    ]);
    // The commands of the run that computed, not of the one that posts.
    expect(server.comments[0]?.body).toContain(
      `--judged-by ${change.base.slice(0, 12)} --now 2026-11-24T12:00:00Z --list-prices --only src/answer.ts:5`,
    );
  });

  it("cannot have a result posted that is of another commit, made up, or moved on", async () => {
    const { change, run } = await computed();
    using repository = change.repository;
    const stored = JSON.parse(run.stored ?? "");
    const write = (value: unknown) => writeFileSync(join(repository.folder, "result.json"), JSON.stringify(value));
    write(stored);
    expect((await posting(repository.folder, "f".repeat(40))).log).toMatch(/stale_result/);
    write({ ...stored, report: { ...stored.report, changes: [{ kind: "<script>" }] } });
    expect((await posting(repository.folder, change.head)).log).toMatch(/bad_result/);
    write({ ...stored, report: { ...stored.report, disclosed: true } });
    expect((await posting(repository.folder, change.head)).log).toMatch(/undisclosed/);
    write(stored);
    server.headSha = "e".repeat(40);
    const late = await posting(repository.folder, change.head);
    expect(late.log).toMatch(/moved on/);
    expect(late.summary).toMatch(/^> Not posted: pull request 7 has moved on.*\n\n### Raises/);
    expect(server.comments).toEqual([]);
  });

  it("cannot smuggle text into the comment through a result that it made itself", async () => {
    const { change, run } = await computed();
    using repository = change.repository;
    const stored = JSON.parse(run.stored ?? "");
    const evil = "`</details><img src=x>@everyone | x\n# big";
    stored.report.changes[0].path = evil;
    stored.report.changes[0].after.model = evil;
    stored.report.verdict.reasons = [evil];
    stored.config = evil;
    stored.is_config_edited = true;
    writeFileSync(join(repository.folder, "result.json"), JSON.stringify(stored));
    await posting(repository.folder, change.head);
    const body = server.comments[0]?.body ?? "";
    expect(body).not.toMatch(/^# big/m);
    expect(body.replaceAll(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, "CODE")).not.toMatch(/@everyone|<img/);
  });
});

describe("a secret", () => {
  it("stays out of what is said of an address or a remote that holds one", async () => {
    using change = pullRequest(DEARER);
    const origin = change.repository;
    using clone = Repository.create("--depth=1", "--branch=main", `file://${origin.folder}`);
    clone.git("remote", "set-url", "origin", `https://x-access-token:${CANARY}@127.0.0.1:1/octo-org/shop.git`);
    const unfetched = await runOn(server, { ...change, repository: clone });
    expect(unfetched.log).toMatch(/could not be fetched|no common ancestor/);
    const address = `https://user:${CANARY}@127.0.0.1:1/?token=${CANARY}`;
    for (const named of ["usage", "catalogue", "estimates-url"]) {
      const run = await runOn(server, change, { inputs: { [named]: address } });
      expect(run.log).toMatch(/could not be fetched from 127\.0\.0\.1:1/);
      expect(server.comments.map(({ body }) => body).join("")).not.toContain(CANARY);
    }
  });
});

describe("a fault of our own or of the set-up", () => {
  const broken = { "runrate.yml": "policies:\n  fail: { monthly_usd: lots }\n" };

  it("is no verdict: it says that it could not tell, also in the comment of an earlier commit, and fails no job", async () => {
    using change = pullRequest(DEARER);
    await runOn(server, change);
    expect(server.comments[0]?.body).toContain("Raises");
    using bad = pullRequest(DEARER, { baseFiles: broken });
    const run = await runOn(server, bad);
    expect(run.code).toBe(0);
    expect(run.log).toMatch(/::warning.*runrate\.yml:2.*bad_config/);
    expect(run.outputs).toMatchObject({ verdict: "unknown", policy: "warn", "monthly-delta": "", changes: "" });
    expect(server.comments.map(({ body }) => body)).toEqual([expect.stringContaining("Could not tell")]);
    expect(`${run.summary}${server.comments[0]?.body}`).not.toMatch(/no change/i);
  });

  it("fails the job where that is asked for", async () => {
    using bad = pullRequest(DEARER, { baseFiles: broken });
    const run = await runOn(server, bad, { inputs: { "fail-on-error": "true" } });
    expect(run.code).toBe(1);
    expect(run.log).toMatch(/::error::Could not tell/);
  });

  it("in storing a result or writing outputs is told, and takes the verdict from nobody", async () => {
    using change = pullRequest(DEARER);
    const unstored = await runOn(server, change, { env: { RUNNER_TEMP: "/dev/null/none" } });
    expect(unstored.log).toMatch(/::warning.*could not be stored in RUNNER_TEMP/);
    expect(unstored.outputs).toMatchObject({ verdict: "raises", "result-file": "" });
    const unwritten = await runOn(server, change, { env: { GITHUB_OUTPUT: "/dev/null/none" } });
    expect(unwritten.log).toMatch(/::warning.*could not be written to GITHUB_OUTPUT/);
    expect([unwritten.code, server.comments.length]).toEqual([0, 1]);
  });

  it("of a runrate.yml that is named and not there is told, in the comment too", async () => {
    using change = pullRequest(DEARER);
    const run = await runOn(server, change, { inputs: { config: "ci/spend.yml" } });
    const said = "The file that the input `config` names is not there: no policy, volume or price of yours counts";
    expect(run.log).toContain(`::warning title=Runrate::${said}`);
    expect(server.comments[0]?.body).toContain(`> ${said}.`);
  });

  it("outside of GitHub Actions names the command to use instead", async () => {
    const run = await runAction({
      workspace: "/tmp",
      apiUrl: server.url,
      event: "",
      payload: {},
      env: { GITHUB_REPOSITORY: "" },
    });
    expect(run.log).toMatch(/runrate diff --base/);
  });
});

describe("the log", () => {
  it("obeys nothing that stands in the pull request", async () => {
    const evil = `import OpenAI from "openai";
export const a = (x) => new OpenAI().chat.completions.create({ model: "gpt-9\\n::error::owned\\n::add-mask::x", messages: [{ role: "user", content: x }] });
`;
    using change = pullRequest(
      { "src/\n::error::path.js": evil },
      { baseFiles: { "runrate.yml": "policies: { warn: { unpriced: true } }\n" } },
    );
    const run = await runOn(server, change);
    expect(run.outputs).toMatchObject({ verdict: "raises", policy: "warn" });
    expect(run.log).not.toMatch(/^::(error|add-mask)::/m);
  });
});

describe("outputs", () => {
  it("stay within what GitHub takes, however many calls there are, under whatever names", async () => {
    const folder = "src/" + "長い名前".repeat(15);
    const files = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`${folder}/${index}.ts`, ANSWER]));
    using change = pullRequest({ ...DEARER, ...files, [`${folder}/settings.ts`]: 'export const MODEL = "gpt-4o";\n' });
    const { outputs } = await runOn(server, change);
    expect(outputs["changes"]).toBe("901");
    expect(Buffer.byteLength(JSON.stringify(outputs))).toBeLessThan(900_000);
    const report = JSON.parse(outputs["report-json"] ?? "");
    expect(report.totals.changes).toBe(901);
    expect(report.changes.length).toBeGreaterThan(0);
  });
});

describe("annotations", () => {
  it("are at most ten of each level, for the calls that move the most", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 25 }, (_, index) => [
        `src/f${String(index).padStart(2, "0")}.ts`,
        ANSWER.replace("500", String(100 + index)),
      ]),
    );
    using change = pullRequest({ ...DEARER, ...files });
    const run = await runOn(server, change);
    expect(run.log.match(/^::notice /gm)).toHaveLength(10);
    expect(server.comments[0]?.body).toContain("src/f24.ts");
  });

  it("are errors where the policy fails, and none where nobody wants them", async () => {
    using change = pullRequest(DEARER, {
      baseFiles: { "runrate.yml": "policies: { fail: { per_1k_calls_usd: 1 } }\n" },
    });
    expect((await runOn(server, change)).log).toMatch(/^::error title=LLM spend,file=src\/answer\.ts,line=5::/m);
    expect((await runOn(server, change, { inputs: { annotations: "false" } })).log).not.toMatch(/file=src/);
  });
});

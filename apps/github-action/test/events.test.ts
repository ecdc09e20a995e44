import { describe, expect, it } from "vitest";
import { gitHubForEach } from "./github-for-each.ts";
import { Repository } from "./repository.ts";
import { runAction } from "./run-action.ts";
import { ANSWER, DEARER, SHOP, pullRequest, pullRequestPayload, runOn } from "./shop.ts";

const server = gitHubForEach();

const repositoryFacts = { private: true, visibility: "private", default_branch: "trunk" };

describe("a pull request", () => {
  it("is compared with the common ancestor: what others merged meanwhile is not its own", async () => {
    using change = pullRequest(DEARER);
    const { repository } = change;
    repository.git("checkout", "--quiet", "main");
    const base = repository.commit({ "src/other.ts": ANSWER }, "somebody else's");
    repository.git("checkout", "--quiet", "topic");
    const run = await runOn(server, { repository, payload: pullRequestPayload(base, change.head) });
    expect(JSON.parse(run.outputs["report-json"] ?? "").changes).toEqual([
      expect.objectContaining({ kind: "model", path: "src/answer.ts" }),
    ]);
  });

  it("needs no network for commits that are here", async () => {
    using change = pullRequest(DEARER);
    const { repository } = change;
    repository.git("remote", "add", "origin", "https://127.0.0.1:1/nowhere.git");
    const run = await runOn(server, change, { inputs: { comment: "never" } });
    expect(run.outputs["verdict"]).toBe("raises");
    expect(server.requests).toEqual([]);
  });

  it("in a shallow clone of its merge, as actions/checkout leaves it, is fetched as far as it is needed", async () => {
    using change = pullRequest(DEARER);
    const origin = change.repository;
    origin.git("checkout", "--quiet", "main");
    origin.git("merge", "--quiet", "--no-ff", "topic", "-m", "merge");
    const sha = origin.git("rev-parse", "HEAD");
    origin.git("update-ref", "refs/pull/7/head", change.head);
    using clone = Repository.create("--depth=1", `file://${origin.folder}`);
    expect(clone.git("rev-list", "--count", "HEAD")).toBe("1");
    server.mergeBase = change.base;
    const run = await runOn(server, { ...change, repository: clone }, { sha });
    expect(run.outputs).toMatchObject({ verdict: "raises", "monthly-delta": "705" });
    expect(server.requests).toContain("GET /repos/{owner}/{repo}/compare/{basehead}");
  });

  it("in a shallow clone without GitHub's answer fetches the history", async () => {
    using change = pullRequest(DEARER);
    const origin = change.repository;
    using clone = Repository.create("--depth=1", "--branch=topic", `file://${origin.folder}`);
    const run = await runOn(server, { ...change, repository: clone });
    expect(run.outputs["verdict"]).toBe("raises");
  });

  it("whose merge is checked out beside its base needs nothing else", async () => {
    using change = pullRequest(DEARER);
    const origin = change.repository;
    origin.git("checkout", "--quiet", "main");
    origin.git("merge", "--quiet", "--no-ff", "topic", "-m", "merge");
    const sha = origin.git("rev-parse", "HEAD");
    using clone = Repository.create("--depth=1", `file://${origin.folder}`);
    clone.git("fetch", "--quiet", "--depth=1", "origin", change.base);
    clone.git("remote", "set-url", "origin", "https://127.0.0.1:1/nowhere.git");
    const run = await runOn(server, { ...change, repository: clone }, { sha, inputs: { comment: "never" } });
    expect(run.outputs["verdict"]).toBe("raises");
  });

  it("that cannot be fetched is told with what to set, and is no change of nothing", async () => {
    using change = pullRequest(DEARER);
    const origin = change.repository;
    using clone = Repository.create("--depth=1", "--branch=main", `file://${origin.folder}`);
    clone.git("remote", "set-url", "origin", "file:///nowhere");
    const run = await runOn(server, { ...change, repository: clone });
    expect(run.code).toBe(0);
    expect(run.outputs).toMatchObject({ verdict: "unknown", policy: "warn", changes: "" });
    expect(run.log).toMatch(/::warning.*fetch-depth: 0/);
    expect(run.summary).toContain("Could not tell");
  });

  it("is fetched with what the environment has configured of git", async () => {
    using change = pullRequest(DEARER);
    const origin = change.repository;
    using clone = Repository.create("--depth=1", "--branch=topic", `file://${origin.folder}`);
    clone.git("remote", "set-url", "origin", "https://mirror.example/octo-org/shop.git");
    server.mergeBase = change.base;
    const env = {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `url.file://${origin.folder}.insteadOf`,
      GIT_CONFIG_VALUE_0: "https://mirror.example/octo-org/shop.git",
    };
    const run = await runOn(server, { ...change, repository: clone }, { env });
    expect(run.outputs["verdict"]).toBe("raises");
  });

  it("without a checkout is told to add one", async () => {
    using change = pullRequest(DEARER);
    const run = await runOn(server, change, { workspace: "/" });
    expect(run.log).toMatch(/::warning.*actions\/checkout/);
  });

  it("of a fork by pull_request_target is read from fetched commits; the base stays checked out", async () => {
    const change = pullRequest({ ...DEARER, "evil.js": "throw new Error('run');\n" }, { fork: true });
    using origin = change.repository;
    using clone = Repository.create("--depth=1", "--branch=main", `file://${origin.folder}`);
    server.mergeBase = change.base;
    const run = await runOn(
      server,
      { ...change, repository: clone },
      { event: "pull_request_target", sha: change.base },
    );
    expect(run.outputs["verdict"]).toBe("raises");
    expect(clone.git("rev-parse", "HEAD")).toBe(change.base);
    expect(clone.git("status", "--porcelain")).toBe("");
  });

  it("of 3,000 files is compared within its trees, without asking for a list of files", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`generated/f${index}.ts`, `export const x${index} = ${index};\n`]),
    );
    using change = pullRequest({ ...DEARER, ...files });
    const run = await runOn(server, change);
    expect(run.outputs).toMatchObject({ verdict: "raises", changes: "1" });
    expect(server.requests.filter((request) => request.includes("/files"))).toEqual([]);
  });

  it("looks at the paths of its own part of a monorepo", async () => {
    using change = pullRequest({ ...DEARER, "lib/new.ts": ANSWER.replace("./settings", "../src/settings") });
    const run = await runOn(server, change, { inputs: { paths: "lib/**" } });
    const { changes } = JSON.parse(run.outputs["report-json"] ?? "");
    expect(changes.map(({ path }: { path: string }) => path)).toEqual(["lib/new.ts"]);
  });

  it("on GitHub Enterprise speaks with its API and links to it, under whatever path they are", async () => {
    server.prefix = "/api/v3";
    // More than one page, each named by the server itself.
    for (let index = 0; index < 230; index += 1) server.addComment({ body: "hello", login: "somebody", type: "User" });
    using change = pullRequest(DEARER);
    const origin = change.repository;
    using clone = Repository.create("--depth=1", "--branch=topic", `file://${origin.folder}`);
    server.mergeBase = change.base;
    for (const address of ["https://git.corp.example/", "https://corp.example/git"]) {
      const env = { GITHUB_SERVER_URL: address, GITHUB_API_URL: `${server.url}/` };
      const run = await runOn(server, { ...change, repository: clone }, { env });
      expect(run.outputs["verdict"]).toBe("raises");
      const own = server.comments.filter(({ login }) => login !== "somebody").map(({ body }) => body);
      const link = `${address.replace(/\/$/, "")}/octo-org/shop/blob/${change.head}/src/answer.ts#L5`;
      expect(own).toEqual([expect.stringContaining(link)]);
      expect(own[0]).not.toContain("github.com");
    }
    expect(server.requests).toContain("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}");
    expect(server.requests).toContain("GET /repos/{owner}/{repo}/compare/{basehead}");
  });

  it("is compared as before when the default branch has been renamed meanwhile", async () => {
    using change = pullRequest(DEARER);
    const origin = change.repository;
    origin.git("branch", "--move", "main", "trunk");
    // The event still speaks of "main", which the remote no longer has.
    using clone = Repository.create("--depth=1", "--branch=topic", `file://${origin.folder}`);
    server.mergeBase = change.base;
    const run = await runOn(server, { ...change, repository: clone });
    expect(run.outputs).toMatchObject({ verdict: "raises", "monthly-delta": "705" });
  });
});

describe("other events", () => {
  const on = (repository: Repository, event: string, payload: unknown, sha: string, ref = "refs/heads/trunk") =>
    runAction({ workspace: repository.folder, apiUrl: server.url, event, payload, sha, ref });

  function trunk(): { repository: Repository; before: string; after: string } {
    const repository = Repository.create();
    repository.git("checkout", "--quiet", "-b", "trunk");
    const before = repository.commit(SHOP, "base");
    return { repository, before, after: repository.commit(DEARER, "dearer") };
  }

  it("merge_group compares the queue's commit with its base", async () => {
    const { repository, before, after } = trunk();
    using _ = repository;
    const payload = { merge_group: { base_sha: before, head_sha: after }, repository: repositoryFacts };
    const run = await on(repository, "merge_group", payload, after);
    expect([run.outputs["verdict"], server.comments.length]).toEqual(["raises", 0]);
  });

  it("push compares with what was there before", async () => {
    const { repository, before, after } = trunk();
    using _ = repository;
    const run = await on(repository, "push", { before, after, repository: repositoryFacts }, after);
    expect(run.outputs["verdict"]).toBe("raises");
    const back = repository.commit(SHOP, "back");
    const other = await on(repository, "push", { before: after, after: back, repository: repositoryFacts }, back);
    expect(other.outputs["verdict"]).toBe("lowers");
  });

  it("push by force compares with what it replaces, which is no ancestor of it", async () => {
    using repository = Repository.create();
    repository.commit({ "README.md": "# Shop\n" });
    const before = repository.commit(SHOP);
    repository.git("reset", "--quiet", "--hard", "HEAD~1");
    const after = repository.commit({ ...SHOP, ...DEARER });
    const payload = { before, after, forced: true, repository: repositoryFacts };
    const run = await on(repository, "push", payload, after);
    expect(JSON.parse(run.outputs["report-json"] ?? "").changes).toEqual([expect.objectContaining({ kind: "model" })]);
  });

  it("push of a new branch compares with the default branch, whatever that is called", async () => {
    const { repository, before } = trunk();
    using _ = repository;
    repository.git("branch", "--quiet", "--force", "old", before);
    repository.git("checkout", "--quiet", "old");
    repository.git("branch", "--force", "trunk", before);
    const after = repository.commit({ "src/more.ts": ANSWER });
    repository.git("update-ref", "refs/remotes/origin/trunk", before);
    const payload = { before: "0".repeat(40), after, repository: repositoryFacts };
    const run = await on(repository, "push", payload, after, "refs/heads/topic");
    expect(JSON.parse(run.outputs["report-json"] ?? "").changes).toEqual([
      expect.objectContaining({ kind: "call-added", path: "src/more.ts" }),
    ]);
  });

  it("push of a new branch asks the remote for a default branch that was renamed since the clone was made", async () => {
    const { repository: origin, before } = trunk();
    using _ = origin;
    origin.git("branch", "--move", "trunk", "main");
    origin.git("checkout", "--quiet", "-b", "topic", before);
    const after = origin.commit(DEARER, "topic");
    using clone = Repository.create("--depth=1", "--branch=topic", `file://${origin.folder}`);
    clone.git("update-ref", "refs/remotes/origin/main", after);
    origin.git("branch", "--move", "main", "trunk");
    origin.git("branch", "--force", "trunk", before);
    server.mergeBase = before;
    const payload = { before: "0".repeat(40), after, repository: repositoryFacts };
    const run = await on(clone, "push", payload, after, "refs/heads/topic");
    expect(run.outputs).toMatchObject({ verdict: "raises", changes: "1" });
  });

  it("push of a repository's first commit compares with nothing", async () => {
    using repository = Repository.create();
    const after = repository.commit(SHOP);
    const payload = { before: "0".repeat(40), after, repository: { ...repositoryFacts, default_branch: "main" } };
    const run = await on(repository, "push", payload, after, "refs/heads/main");
    expect(JSON.parse(run.outputs["report-json"] ?? "").changes).toEqual([
      expect.objectContaining({ kind: "call-added" }),
    ]);
  });

  it("workflow_dispatch compares the default branch with its last commit, and revisions that it is given", async () => {
    const { repository, before, after } = trunk();
    using _ = repository;
    const run = await on(repository, "workflow_dispatch", { repository: repositoryFacts }, after);
    expect(run.outputs["verdict"]).toBe("raises");
    repository.git("tag", "v1", before);
    const given = await runAction({
      workspace: repository.folder,
      apiUrl: server.url,
      event: "workflow_dispatch",
      payload: {},
      sha: after,
      inputs: { base: "trunk", head: "v1", disclose: "true" },
    });
    expect(given.outputs["verdict"]).toBe("neutral");
  });

  it("that nobody understands needs the two revisions, and is nothing else in their way", async () => {
    const { repository, before, after } = trunk();
    using _ = repository;
    const of = (inputs: Record<string, string>) =>
      runOn(server, { repository, payload: { pull_request: "7" } }, { event: "strange", sha: after, inputs });
    expect((await of({})).log).toMatch(/::warning.*Set the inputs base and head.*bad_event/);
    const run = await of({ base: before, head: after });
    expect(run.outputs["verdict"]).toBe("raises");
  });
});

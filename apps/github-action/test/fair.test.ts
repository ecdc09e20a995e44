import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitHubForEach } from "./github-for-each.ts";
import { loopback } from "./loopback.ts";
import { ANSWER, DEARER, pullRequest, runOn, usageFile } from "./shop.ts";

const server = gitHubForEach();

describe("a pull request cannot pass itself", () => {
  const strict = { "runrate.yml": "policies: { fail: { per_1k_calls_usd: 1 } }\n" };

  it("by editing runrate.yml: the base's governs, and it is told so", async () => {
    using change = pullRequest({ ...DEARER, "runrate.yml": "policies: {}\n" }, { baseFiles: strict });
    const run = await runOn(server, change);
    expect(run.code).toBe(1);
    expect(run.log).toMatch(/::error::fails: growth per 1,000 calls of \$7\.05 is above \$1\.00/);
    expect(run.outputs).toMatchObject({ verdict: "raises", policy: "fail" });
    expect(server.comments[0]?.body).toContain("This change edits `runrate.yml`. It is judged by the base's");
  });

  it("by prices, ignored paths or dismissals of its own", async () => {
    const own = `
prices: { overrides: [{ model: gpt-4o, input: 0.01, output: 0.01 }] }
callsites: { ignore: ["src/**"], dismissals: [{ at: "**", reason: trust me }] }
`;
    using change = pullRequest({ ...DEARER, "runrate.yml": own }, { baseFiles: strict });
    const run = await runOn(server, change);
    expect([run.code, run.outputs["per-1k-delta"]]).toEqual([1, "7.05"]);
  });

  it("by a comment at the call: it is shown as dismissed, and fails all the same", async () => {
    const ignored = ANSWER.replace("  client.chat", "  // runrate-ignore: trust me\n  client.chat");
    using change = pullRequest({ ...DEARER, "src/answer.ts": ignored }, { baseFiles: strict });
    const run = await runOn(server, change);
    expect([run.code, run.outputs["changes"]]).toEqual([1, "0"]);
    expect(server.comments[0]?.body).toMatch(/1 finding is dismissed by this change itself/);
  });

  it("by a usage file of its own: what the base tracks is read from the base", async () => {
    const base = { "runrate.yml": "workloads: { answers: { at: src } }\n", "usage.json": usageFile(100_000) };
    using change = pullRequest({ ...DEARER, "usage.json": usageFile(1) }, { baseFiles: base });
    const run = await runOn(server, change, { inputs: { usage: "usage.json" } });
    expect(run.outputs["monthly-delta"]).toBe("705");
    expect(server.comments[0]?.body).toContain("Calls a month: from usage.json (2026-10-25 to 2026-11-24)");
    using added = pullRequest({ ...DEARER, "usage.json": usageFile(1) });
    const other = await runOn(server, added, { inputs: { usage: "usage.json" } });
    expect(other.log).toMatch(/::warning.*only in the change itself/);
    expect(other.outputs["monthly-delta"]).toBe("705");
  });

  it("by leaving runrate.yml broken: it is told where", async () => {
    using change = pullRequest({ ...DEARER, "runrate.yml": "policies:\n  fial: {}\n" });
    const run = await runOn(server, change);
    expect(run.outputs["verdict"]).toBe("raises");
    expect(run.log).toMatch(/::warning title=runrate\.yml,file=runrate\.yml,line=2::.*fial/);
  });
});

describe("volumes", () => {
  const workload = { "runrate.yml": "workloads: { answers: { at: src } }\n" };

  it("come from an artifact that no commit holds", async () => {
    using change = pullRequest(DEARER, { baseFiles: workload });
    const { repository } = change;
    writeFileSync(join(repository.folder, "artifact.json"), usageFile(200_000));
    const run = await runOn(server, change, { inputs: { usage: "artifact.json" } });
    expect(run.outputs["monthly-delta"]).toBe("1410");
  });

  it("that cannot be read are told, and the estimate goes without; a fault where that is asked for", async () => {
    using change = pullRequest(DEARER, { baseFiles: workload });
    const run = await runOn(server, change, { inputs: { usage: "nowhere.json" } });
    expect(run.outputs).toMatchObject({ verdict: "raises", "monthly-delta": "", "per-1k-delta": "7.05" });
    expect(server.comments[0]?.body).toContain(
      "Measured usage could not be used (file_unreadable): volumes are those that `runrate.yml` declares alone",
    );
    const strict = await runOn(server, change, { inputs: { usage: "nowhere.json", "fail-on-error": "true" } });
    expect([strict.code, strict.outputs["verdict"]]).toEqual([1, "unknown"]);
  });

  it("come from the bot, with its token", async () => {
    using change = pullRequest(DEARER, { baseFiles: workload });
    await using bot = await loopback(() => ({ body: usageFile(1_000) }));
    const run = await runOn(server, change, { inputs: { usage: bot.url, "usage-token": "s3cret-of-the-bot" } });
    expect(bot.asked).toEqual(["GET /v1/usage/export Bearer s3cret-of-the-bot"]);
    expect(run.outputs["monthly-delta"]).toBe("7.05");
  });

  it("are asked for again after an answer that will pass", async () => {
    using change = pullRequest(DEARER, { baseFiles: workload });
    const answers = [429, 503, 200];
    await using bot = await loopback(() => ({ status: answers.shift() ?? 500, body: usageFile(1_000) }));
    const run = await runOn(server, change, { inputs: { usage: bot.url } });
    expect([run.outputs["monthly-delta"], answers]).toEqual(["7.05", []]);
  });

  it("come from OpenAI's usage API, over its pages", async () => {
    const result = (requests: number, model: string) => ({
      object: "organization.usage.completions.result",
      input_tokens: requests * 1_000,
      output_tokens: requests * 500,
      input_cached_tokens: 0,
      num_model_requests: requests,
      model,
      project_id: "proj_1",
    });
    await using openai = await loopback((path) => {
      const isFirst = !path.includes("page=");
      const results = isFirst ? [result(600, "gpt-4o-mini")] : [result(400, "gpt-4o-mini"), result(5, "gpt-5")];
      const data = [{ object: "bucket", start_time: 1, end_time: 2, results }];
      return { body: JSON.stringify({ object: "page", data, has_more: isFirst, next_page: isFirst ? "p2" : null }) };
    });
    using change = pullRequest(DEARER, {
      baseFiles: { "runrate.yml": "workloads: { answers: { at: src, match: { project: proj_1 } } }\n" },
    });
    const run = await runOn(server, change, {
      inputs: { usage: "openai", "openai-admin-key": "sk-admin-canary" },
      env: { OPENAI_BASE_URL: `${openai.url}/v1` },
    });
    expect(run.outputs["monthly-delta"]).toBe("7.05");
    expect(server.comments[0]?.body).toContain("OpenAI's usage API");
  });
});

describe("an estimate", () => {
  const inputs = (url: string) => ({ "estimates-url": `${url}/`, "estimates-token": "t0ken-of-estimates" });
  const merge = (number: number, commit: string) => ({
    repository: "octo-org/shop",
    number,
    merged_at: "2026-11-24T13:00:00Z",
    merge_commit: commit,
  });

  it("is left with the bot with all its figures, and the merge is told to it when the pull request closes", async () => {
    await using bot = await loopback(() => ({ body: "{}" }));
    using change = pullRequest(DEARER, { isPrivate: false });
    const run = await runOn(server, change, { inputs: inputs(bot.url) });
    expect(bot.asked).toEqual(["POST /v1/estimates Bearer t0ken-of-estimates"]);
    expect(bot.posted[0]).toMatchObject({
      repository: "octo-org/shop",
      number: 7,
      head: change.head,
      report: { totals: { monthly_usd: { delta: "705" } } },
    });
    expect(run.everything).not.toContain("705");
    const { pull_request: open } = change.payload;
    const closed = { ...open, merged_at: "2026-11-24T13:00:00Z", merge_commit_sha: change.head };
    const payload = { ...change.payload, action: "closed", pull_request: closed };
    await runOn(server, { ...change, payload }, { inputs: inputs(bot.url) });
    expect(bot.posted[1]).toEqual(merge(7, change.head));
  });

  it("is told of its merge by the push that brings it, of several by one push", async () => {
    const unknown = { error: { code: "unknown_estimate", message: "nothing was estimated" } };
    await using bot = await loopback(() =>
      bot.posted.length === 2 ? { status: 404, body: JSON.stringify(unknown) } : { body: "{}" },
    );
    using change = pullRequest(DEARER);
    const { base: before, head: after } = change;
    const pushed = {
      event: "push",
      sha: after,
      payload: { before, after, commits: [{ id: before }, { id: after }], repository: { private: true } },
      inputs: inputs(bot.url),
    };
    server.merged.push(
      { number: 12, base: "main", commits: [after] },
      { number: 11, base: "main", commits: [before] },
      { number: 10, base: "stable", commits: [after] },
    );
    const run = await runOn(server, change, { ...pushed, ref: "refs/heads/main" });
    expect(bot.posted).toEqual([merge(12, after), merge(11, before)]);
    expect(run.log).toMatch(/the bot was told of the merge of pull request 12\n.*the bot has none of pull request 11/);
    expect(run.log).not.toMatch(/::warning/);
    await runOn(server, change, { ...pushed, ref: "refs/tags/v1" });
    expect(bot.posted).toHaveLength(2);
    server.failures.push({ operation: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", status: 403 });
    const refused = await runOn(server, change, { ...pushed, ref: "refs/heads/main" });
    expect(refused.log).toMatch(/::warning.*estimate not kept.*403.*read contents and pull requests/);
  });
});

describe("in public", () => {
  const base = {
    "runrate.yml": `
workloads: { answers: { at: src, calls_per_month: 123457 } }
prices: { overrides: [{ model: gpt-4o, input: 1.2345, output: 6.789 }] }
budgets: [{ name: b, period: month, amount: $98.76 }]
policies: { fail: { monthly_usd: 54.32, budget: b } }
`,
  };
  const SECRET = /123.?457|1\.2345|6\.789|98\.76|54\.32|\/mo\b|a month of/;

  it("nothing that leaves the action holds volumes, negotiated rates or budgets; policies hold all the same", async () => {
    using change = pullRequest(DEARER, { isPrivate: false, baseFiles: base });
    const run = await runOn(server, change);
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({ policy: "fail", "monthly-delta": "", "per-1k-delta": "7.05" });
    for (const text of [run.everything, ...server.comments.map(({ body }) => body)]) expect(text).not.toMatch(SECRET);
    expect(server.comments[0]?.body).toContain("Figures are list prices per 1,000 calls");
  });

  it("everything is shown where the owner says so", async () => {
    using change = pullRequest(DEARER, { isPrivate: false });
    const run = await runOn(server, change, { inputs: { disclose: "true" } });
    expect(run.outputs["monthly-delta"]).toBe("705");
  });

  it("is where nobody says otherwise: GitHub is asked, and its silence counts as public", async () => {
    using change = pullRequest(DEARER, { baseFiles: base });
    const { repository: __, ...payload } = change.payload as { repository: unknown };
    server.failures.push({ operation: "GET /repos/{owner}/{repo}", status: 403 });
    const run = await runOn(server, { ...change, payload });
    expect(run.everything).not.toMatch(SECRET);
    server.failures.length = 0;
    const asked = await runOn(server, { ...change, payload });
    expect(asked.outputs["monthly-delta"]).not.toBe("");
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GitHubServer } from "./github-server.ts";
import { ANSWER, pullRequest, runOn, settings } from "./shop.ts";

let server: GitHubServer;
beforeEach(async () => {
  server = await GitHubServer.start();
});
afterEach(async () => {
  expect(server.breaches).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const DEARER = { "src/settings.ts": settings("gpt-4o") };
const usage = (calls: number) =>
  JSON.stringify({
    format: "runrate-usage",
    version: 1,
    from: "2026-10-25T00:00:00Z",
    to: "2026-11-24T00:00:00Z",
    days: 30,
    rows: [
      {
        provider: "openai",
        model: "gpt-4o-mini",
        project: null,
        workload: "answers",
        calls,
        input_tokens: { mean: 1_000, p95: 1_000 },
        output_tokens: { mean: 500, p95: 500 },
        cached_basis_points: 0,
        usd: null,
      },
    ],
  });

describe("a pull request cannot pass itself", () => {
  const strict = { "runrate.yml": "policies: { fail: { per_1k_calls_usd: 1 } }\n" };

  it("by editing runrate.yml: the base's governs, and it is told so", async () => {
    const change = pullRequest({ ...DEARER, "runrate.yml": "policies: {}\n" }, { baseFiles: strict });
    using _ = change.repository;
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
    const change = pullRequest({ ...DEARER, "runrate.yml": own }, { baseFiles: strict });
    using _ = change.repository;
    const run = await runOn(server, change);
    expect([run.code, run.outputs["per-1k-delta"]]).toEqual([1, "7.05"]);
  });

  it("by a comment at the call: it is shown as dismissed, and fails all the same", async () => {
    const ignored = ANSWER.replace("  client.chat", "  // runrate-ignore: trust me\n  client.chat");
    const change = pullRequest({ ...DEARER, "src/answer.ts": ignored }, { baseFiles: strict });
    using _ = change.repository;
    const run = await runOn(server, change);
    expect([run.code, run.outputs["changes"]]).toEqual([1, "0"]);
    expect(server.comments[0]?.body).toMatch(/1 finding is dismissed by this change itself/);
  });

  it("by a usage file of its own: what the base tracks is read from the base", async () => {
    const base = { "runrate.yml": "workloads: { answers: { at: src } }\n", "usage.json": usage(100_000) };
    const change = pullRequest({ ...DEARER, "usage.json": usage(1) }, { baseFiles: base });
    using _ = change.repository;
    const run = await runOn(server, change, { inputs: { usage: "usage.json" } });
    expect(run.outputs["monthly-delta"]).toBe("705");
    expect(server.comments[0]?.body).toContain("Calls a month: from usage.json (2026-10-25 to 2026-11-24)");
    const added = pullRequest({ ...DEARER, "usage.json": usage(1) });
    using __ = added.repository;
    const other = await runOn(server, added, { inputs: { usage: "usage.json" } });
    expect(other.log).toMatch(/::warning.*only in the change itself/);
    expect(other.outputs["monthly-delta"]).toBe("705");
  });

  it("by leaving runrate.yml broken: it is told where", async () => {
    const change = pullRequest({ ...DEARER, "runrate.yml": "policies:\n  fial: {}\n" });
    using _ = change.repository;
    const run = await runOn(server, change);
    expect(run.outputs["verdict"]).toBe("raises");
    expect(run.log).toMatch(/::warning title=runrate\.yml,file=runrate\.yml,line=2::.*fial/);
  });
});

describe("volumes", () => {
  const workload = { "runrate.yml": "workloads: { answers: { at: src } }\n" };

  it("come from an artifact that no commit holds", async () => {
    const change = pullRequest(DEARER, { baseFiles: workload });
    using repository = change.repository;
    writeFileSync(join(repository.folder, "artifact.json"), usage(200_000));
    const run = await runOn(server, change, { inputs: { usage: "artifact.json" } });
    expect(run.outputs["monthly-delta"]).toBe("1410");
  });

  it("that cannot be read are told, and the estimate goes without; a fault where that is asked for", async () => {
    const change = pullRequest(DEARER, { baseFiles: workload });
    using _ = change.repository;
    const run = await runOn(server, change, { inputs: { usage: "nowhere.json" } });
    expect(run.outputs).toMatchObject({ verdict: "raises", "monthly-delta": "", "per-1k-delta": "7.05" });
    expect(server.comments[0]?.body).toContain(
      "Measured usage could not be used (file_unreadable): volumes are those that `runrate.yml` declares alone",
    );
    const strict = await runOn(server, change, { inputs: { usage: "nowhere.json", "fail-on-error": "true" } });
    expect([strict.code, strict.outputs["verdict"]]).toEqual([1, "unknown"]);
  });

  it("come from the bot, with its token", async () => {
    const asked: string[] = [];
    const bot = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      response.end(usage(1_000));
    });
    await new Promise<void>((resolve) => bot.listen(0, "127.0.0.1", resolve));
    try {
      const change = pullRequest(DEARER, { baseFiles: workload });
      using _ = change.repository;
      const { port } = bot.address() as AddressInfo;
      const inputs = { usage: `http://127.0.0.1:${port}`, "usage-token": "s3cret-of-the-bot" };
      const run = await runOn(server, change, { inputs });
      expect(asked).toEqual(["/v1/usage/export Bearer s3cret-of-the-bot"]);
      expect(run.outputs["monthly-delta"]).toBe("7.05");
    } finally {
      bot.close();
    }
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
    const openai = createServer((request, response) => {
      const page = new URL(request.url ?? "", "http://x").searchParams.get("page");
      const results = page === null ? [result(600, "gpt-4o-mini")] : [result(400, "gpt-4o-mini"), result(5, "gpt-5")];
      const bucket = { object: "bucket", start_time: 1, end_time: 2, results };
      response.end(
        JSON.stringify({
          object: "page",
          data: [bucket],
          has_more: page === null,
          next_page: page === null ? "p2" : null,
        }),
      );
    });
    await new Promise<void>((resolve) => openai.listen(0, "127.0.0.1", resolve));
    try {
      const change = pullRequest(DEARER, {
        baseFiles: { "runrate.yml": "workloads: { answers: { at: src, match: { project: proj_1 } } }\n" },
      });
      using _ = change.repository;
      const { port } = openai.address() as AddressInfo;
      const run = await runOn(server, change, {
        inputs: { usage: "openai", "openai-admin-key": "sk-admin-canary" },
        env: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` },
      });
      expect(run.outputs["monthly-delta"]).toBe("7.05");
      expect(server.comments[0]?.body).toContain("OpenAI's usage API");
    } finally {
      openai.close();
    }
  });
});

describe("an estimate", () => {
  it("is left with the bot with all its figures, and the merge is told to it", async () => {
    const bodies: { readonly auth: string | undefined; readonly body: Record<string, unknown> }[] = [];
    const bot = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      request.on("end", () => {
        bodies.push({ auth: request.headers.authorization, body: JSON.parse(text) });
        response.end("{}");
      });
    });
    await new Promise<void>((resolve) => bot.listen(0, "127.0.0.1", resolve));
    try {
      const change = pullRequest(DEARER, { isPrivate: false });
      using _ = change.repository;
      const { port } = bot.address() as AddressInfo;
      const inputs = { "estimates-url": `http://127.0.0.1:${port}/`, "estimates-token": "t0ken-of-estimates" };
      const run = await runOn(server, change, { inputs });
      expect(bodies[0]).toMatchObject({
        auth: "Bearer t0ken-of-estimates",
        body: {
          repository: "octo-org/shop",
          number: 7,
          head: change.head,
          report: { totals: { monthly_usd: { delta: "705" } } },
        },
      });
      expect(run.everything).not.toContain("705");
      const payload = change.payload as { pull_request: object };
      const merged = { merged_at: "2026-11-24T13:00:00Z", merge_commit_sha: change.head };
      await runOn(
        server,
        { ...change, payload: { ...payload, action: "closed", pull_request: { ...payload.pull_request, ...merged } } },
        { inputs },
      );
      expect(bodies[1]?.body).toEqual({
        repository: "octo-org/shop",
        number: 7,
        merged_at: merged.merged_at,
        merge_commit: change.head,
      });
    } finally {
      bot.close();
    }
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
    const change = pullRequest(DEARER, { isPrivate: false, baseFiles: base });
    using _ = change.repository;
    const run = await runOn(server, change);
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({ policy: "fail", "monthly-delta": "", "per-1k-delta": "7.05" });
    for (const text of [run.everything, ...server.comments.map(({ body }) => body)]) expect(text).not.toMatch(SECRET);
    expect(server.comments[0]?.body).toContain("Figures are list prices per 1,000 calls");
  });

  it("everything is shown where the owner says so", async () => {
    const change = pullRequest(DEARER, { isPrivate: false });
    using _ = change.repository;
    const run = await runOn(server, change, { inputs: { disclose: "true" } });
    expect(run.outputs["monthly-delta"]).toBe("705");
  });

  it("is where nobody says otherwise: GitHub is asked, and its silence counts as public", async () => {
    const change = pullRequest(DEARER, { baseFiles: base });
    using _ = change.repository;
    const { repository: __, ...payload } = change.payload as { repository: unknown };
    server.failures.push({ operation: "GET /repos/{owner}/{repo}", status: 403 });
    const run = await runOn(server, { ...change, payload });
    expect(run.everything).not.toMatch(SECRET);
    server.failures.length = 0;
    const asked = await runOn(server, { ...change, payload });
    expect(asked.outputs["monthly-delta"]).not.toBe("");
  });
});

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bundledCatalogue } from "@runrate/catalogue";
import { describe, expect, it } from "vitest";
import { gitHubForEach } from "./github-for-each.ts";
import { Repository } from "./repository.ts";
import { ANSWER, DEARER, pullRequest, runOn, usageFile, type PullRequest } from "./shop.ts";

const CLI = fileURLToPath(new URL("../../cli/src/main.ts", import.meta.url));

const server = gitHubForEach();

interface Report {
  readonly changes: readonly { readonly path: string; readonly line: number; readonly call: number }[];
  readonly unresolved: readonly { readonly path: string; readonly line: number }[];
  readonly verdict: { readonly policy: string };
}

/** The commands of a comment: what comes before, the one for all, and those for single findings. */
function commandsOf(comment: string): { readonly whole: readonly string[]; readonly single: readonly string[] } {
  const [, part = ""] = comment.split("<summary>The same in a terminal</summary>");
  const blocks = [...part.matchAll(/^(`{3,})sh\n([^]*?)\n\1$/gm)].map(([, , text = ""]) => text.split("\n"));
  return { whole: blocks[0] ?? [], single: blocks[1] ?? [] };
}

/** Runs commands as a reader of the comment does: pasted into a shell, in a clone of the default branch. */
function inShell(
  clone: Repository,
  commands: readonly string[],
): { readonly code: number | null; readonly report: Report } {
  const script = [`runrate() { "${process.execPath}" "${CLI}" "$@"; }`, ...commands].join("\n");
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-e", "-c", script], {
    cwd: clone.folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: clone.folder, GIT_CONFIG_NOSYSTEM: "1" },
  });
  if (stdout === "") throw new Error(stderr);
  return { code: status, report: JSON.parse(stdout) };
}

/** Runs the action, then what its comment names, and holds one against the other. */
async function held(change: PullRequest, inputs: Readonly<Record<string, string>>, isEachRun = false) {
  const { repository } = change;
  const run = await runOn(server, change, { inputs: { comment: "always", ...inputs } });
  const told: Report = JSON.parse(run.outputs["report-json"] ?? "");
  repository.git("checkout", "--quiet", "main");
  const { whole, single } = commandsOf(server.comments[0]?.body ?? "");
  using clone = Repository.create("--single-branch", "--branch=main", `file://${repository.folder}`);
  const all = inShell(clone, whole.with(-1, `${whole.at(-1)} --json`));
  expect(all.report).toEqual(told);
  expect(all.code).toBe(told.verdict.policy === "fail" ? 1 : 0);
  const places = new Set([...told.changes, ...told.unresolved].map(({ path, line }) => `${path}:${line}`));
  expect(single).toHaveLength(places.size);
  if (!isEachRun) return { run, whole };
  for (const command of single) {
    const { report } = inShell(clone, [`${command} --json`]);
    const [first] = [...report.changes, ...report.unresolved];
    const isHere = ({ path, line }: { path: string; line: number }) => path === first?.path && line === first.line;
    const withoutCall = ({ call: _, ...rest }: Report["changes"][number]) => rest;
    expect(report.changes.map(withoutCall)).toEqual(told.changes.filter(isHere).map(withoutCall));
    expect(report.unresolved).toEqual(told.unresolved.filter(isHere));
    places.delete(`${first?.path}:${first?.line}`);
  }
  expect([...places]).toEqual([]);
  return { run, whole };
}

const usage = usageFile(90_000, {
  input_tokens: { mean: 1_200, p95: 2_000 },
  output_tokens: { mean: 400, p95: 500 },
  cached_basis_points: 2_500,
});

describe("the commands of a comment come to the same result in a clone", () => {
  it("where the base's runrate.yml judges, and the change brings its own rules and dismissals", async () => {
    using change = pullRequest(
      {
        ...DEARER,
        "runrate.yml": "policies: {}\n",
        "src/it's new $(x).ts": ANSWER.replace("MODEL, max", '"gpt-5.4", max'),
        "src/open.ts": ANSWER.replace("MODEL, max", "process.env.ANSWER_MODEL, max"),
        "src/own.ts": ANSWER.replace("  client.chat", "  // runrate-ignore: trust me\n  client.chat"),
      },
      {
        baseFiles: {
          "runrate.yml":
            "workloads: { answers: { at: src, calls_per_month: 1000 } }\npolicies: { fail: { per_1k_calls_usd: 1 } }\n",
        },
      },
    );
    const { whole } = await held(change, {}, true);
    expect(whole[0]).toBe(`git fetch origin ${change.head} ${change.base}`);
  });

  it("where usage and prices are files of the base, and a part of a monorepo is looked at", async () => {
    const prices = { ...bundledCatalogue(), as_of: "2026-11-25" };
    using change = pullRequest(
      { ...DEARER, "other/a.ts": ANSWER.replace("./settings", "../src/settings") },
      {
        baseFiles: {
          "ci/spend.yml": "workloads: { answers: { at: src } }\npolicies: { warn: { monthly_usd: 1 } }\n",
          "usage of 30 days.json": usage,
          "prices.json": JSON.stringify(prices),
        },
      },
    );
    const { whole } = await held(change, {
      config: "ci/spend.yml",
      usage: "usage of 30 days.json",
      catalogue: "prices.json",
      paths: "src/**, lib/**",
    });
    expect(whole.at(-1)).toContain(
      "--config ci/spend.yml --usage 'usage of 30 days.json' --catalogue prices.json --paths 'src/**,lib/**' --now 2026-11-24T12:00:00Z",
    );
  });

  it("where the repository is public", async () => {
    using change = pullRequest(DEARER, { isPrivate: false });
    const { whole, run } = await held(change, {});
    expect(whole.at(-1)).toMatch(/--list-prices$/);
    expect(run.log).toMatch(/Reproduce: runrate diff --base .* --list-prices --only src\/answer\.ts:5/);
  });
});

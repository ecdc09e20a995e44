import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-bill-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tree(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
}

const call = `import OpenAI from "openai";
import { MODEL } from "./settings";
const client = new OpenAI();
export const answer = (question: string) =>
  client.chat.completions.create({ model: MODEL, max_tokens: 500, messages: [{ role: "user", content: question }] });
`;
const base = tree("base", { "src/answer.ts": call, "src/settings.ts": 'export const MODEL = "gpt-4o-mini";\n' });
const head = tree("head", { "src/answer.ts": call, "src/settings.ts": 'export const MODEL = "gpt-4o";\n' });

describe("runrate scan", () => {
  it("names the call, and where the value of its model stands", () => {
    const { code, stdout } = runCli(["scan", base, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).call_sites).toEqual([
      expect.objectContaining({
        path: "src/answer.ts",
        line: 5,
        model: "gpt-4o-mini",
        max_output_tokens: 500,
        origin: "constant-elsewhere",
        value_at: expect.objectContaining({ path: "src/settings.ts", line: 1 }),
      }),
    ]);
  });
});

describe("runrate diff", () => {
  it("sees a dearer model in another file than the call, and prices it", () => {
    const { code, stdout } = runCli(["diff", "--base", base, "--head", head, "--json"]);
    const { changes, verdict } = JSON.parse(stdout);
    expect([code, verdict.direction]).toEqual([0, "raises"]);
    expect(changes).toEqual([
      expect.objectContaining({
        kind: "model",
        path: "src/answer.ts",
        before: expect.objectContaining({ model: "gpt-4o-mini", max_output_tokens: 500 }),
        after: expect.objectContaining({ model: "gpt-4o", max_output_tokens: 500 }),
        direction: "up",
        // 1,000 × 0.15/1M + 500 × 0.60/1M = 0.00045; 1,000 × 2.50/1M + 500 × 10/1M = 0.0075
        per_call_usd: { before: "0.00045", after: "0.0075" },
        monthly_usd: null,
      }),
    ]);
  });

  it("fails by a policy of runrate.yml with exit code 1, and says which limits it could not check", () => {
    const config = join(folder, "runrate.yml");
    writeFileSync(
      config,
      "policies: { warn: { monthly_usd: 10 }, fail: { per_1k_calls_usd: 5, shut_down_models: true } }\n",
    );
    const args = [
      "diff",
      "--base",
      base,
      "--head",
      head,
      "--config",
      config,
      "--now",
      "2026-11-24T00:00:00Z",
      "--json",
    ];
    const { code, stdout } = runCli(args);
    expect(code).toBe(1);
    // 1,000 × $0.00705
    expect(JSON.parse(stdout).verdict).toEqual({
      direction: "raises",
      policy: "fail",
      reasons: [
        "fails: growth per 1,000 calls of $7.05 is above $5.00",
        expect.stringMatching(/^fails: gpt-4o shuts down on 2027-01-14/),
        "not checked: 1 changed call without a volume of its own; declare it in runrate.yml",
      ],
    });
  });

  it("compares git revisions, with what a ledger measured, and prints the comment", () => {
    const repository = tree("repository", {
      "src/answer.ts": call,
      "src/settings.ts": 'export const MODEL = "gpt-4o-mini";\n',
    });
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", repository, "-c", "user.name=a", "-c", "user.email=a@b", ...args], { stdio: "pipe" });
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("commit", "--quiet", "--message", "base");
    git("checkout", "--quiet", "-b", "topic");
    writeFileSync(join(repository, "src/settings.ts"), 'export const MODEL = "gpt-4o";\n');
    git("commit", "--quiet", "--all", "--message", "dearer");
    const usage = join(folder, "usage.csv");
    writeFileSync(
      usage,
      "ts,workload,model,input_tokens,output_tokens\n2026-11-20T10:00:00Z,answers,gpt-4o-mini,2000,500\n2026-11-24T10:00:00Z,answers,gpt-4o-mini,2000,500\n",
    );
    const ledger = `sqlite:${join(folder, "ledger.db")}`;
    const now = ["--now", "2026-11-24T12:00:00Z"];
    expect(runCli(["import", usage, "--ledger", ledger, ...now]).code).toBe(0);
    const config = join(folder, "workloads.yml");
    writeFileSync(config, "workloads: { answers: { at: src } }\n");
    const between = ["diff", "--base", "main", "--head", "topic", "--config", config, ...now];
    const diffed = runCli([...between, "--usage", ledger, "--json"], "", repository);
    // 2 calls a month: × $0.0006 = $0.0012; × $0.01 = $0.02
    expect(JSON.parse(diffed.stdout)).toMatchObject({
      changes: [{ monthly_usd: { before: "0.0012", after: "0.02", delta: "0.0188" }, volume: { origin: "measured" } }],
      totals: { monthly_usd: { delta: "0.0188" } },
      volumes_from: "the ledger (2026-10-25 to 2026-11-24)",
    });
    const file = join(folder, "usage.json");
    const exported = runCli(["usage", "export", "--out", file, "--ledger", ledger, "--json", ...now]);
    expect(JSON.parse(exported.stdout).rows).toEqual([
      expect.objectContaining({ workload: "answers", calls: 2, input_tokens: { mean: 2_000, p95: 2_000 } }),
    ]);
    expect(JSON.parse(runCli(["usage", "export", "--ledger", ledger, ...now]).stdout)).toEqual(
      JSON.parse(exported.stdout),
    );
    const marked = runCli([...between, "--usage", file, "--markdown"], "", repository);
    expect(marked.stdout).toMatch(/^### Raises estimated LLM spend by \$0\.02\/mo/);
    const same = `runrate diff --base main --head topic --config ${config} --usage ${file} --now 2026-11-24T12:00:00Z`;
    expect(marked.stdout).toContain(`\`\`\`sh\n${same}\n\`\`\``);
    expect(marked.stdout).toContain(`${same} --only src/answer.ts:5\n`);
    const wrong = runCli([...between, "--usage", config], "", repository);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/not a usage file.*usage export/)]);
  });

  it("shows one finding alone, and says where there are others when nothing is there", () => {
    const more = tree("more", {
      "src/answer.ts": call,
      "src/settings.ts": 'export const MODEL = "gpt-4o";\n',
      "src/other.ts": call.replace("MODEL,", '"gpt-5.4",'),
      "src/open.ts": call.replace("MODEL,", "process.env.OPEN,"),
    });
    const only = (...places: string[]) =>
      runCli(["diff", "--base", base, "--head", more, ...places.flatMap((place) => ["--only", place]), "--json"]);
    const found = (outcome: ReturnType<typeof only>) => JSON.parse(outcome.stdout);
    expect(found(only("src/other.ts:5")).changes).toEqual([expect.objectContaining({ path: "src/other.ts" })]);
    expect(found(only("src/other.ts:5")).totals).toMatchObject({ changes: 1, calls: 1 });
    expect(found(only("src/other.ts", "src/answer.ts:5")).changes).toHaveLength(2);
    const wrong = only("src/other.ts:6");
    expect([wrong.code, JSON.parse(wrong.stderr)]).toEqual([
      2,
      expect.objectContaining({
        code: "no_such_finding",
        hint: expect.stringMatching(/findings at src\/answer\.ts:5, .*src\/other\.ts:5/),
      }),
    ]);
    expect(runCli(["diff", "--base", base, "--head", more, "--only", "src/open.ts:5"]).stdout).toMatch(
      /src\/open\.ts:5: environment variable OPEN .*Add to runrate\.yml:\n.*OPEN: MODEL/s,
    );
  });

  it("says once what a call costs that changes in two ways", () => {
    const both = tree("both", {
      "src/answer.ts": call.replace("500", "900"),
      "src/settings.ts": 'export const MODEL = "gpt-4o";\n',
    });
    const { stdout } = runCli(["diff", "--base", base, "--head", both]);
    expect(stdout.split("\n").slice(0, 3)).toEqual([
      "where            change  before       after   direction  per 1,000 calls    a month",
      expect.stringMatching(/^src\/answer\.ts:5 {2}\S+ .*\+\$7\.05 {2}no volume$/),
      expect.stringMatching(/^ {17}\S+ +\S+ +\S+ +up$/),
    ]);
  });

  it("holds what stands on the disk against a git revision, from any folder of it, without what git ignores", () => {
    const work = tree("work", {
      "src/answer.ts": call,
      "src/settings.ts": 'export const MODEL = "gpt-4o-mini";\n',
      "src/gone.ts": call.replace("MODEL,", '"gpt-5.4",'),
      "src/turned": "a file\n",
      ".gitignore": "out/\n",
    });
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", work, "-c", "user.name=a", "-c", "user.email=a@b", ...args], { stdio: "pipe" });
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("commit", "--quiet", "--message", "base");
    rmSync(join(work, "src/gone.ts"));
    rmSync(join(work, "src/turned"));
    tree("work", {
      "src/settings.ts": 'export const MODEL = "gpt-4o";\n',
      "src/new.ts": call.replace("answer =", "rank =").replace("MODEL, max_tokens: 500,", '"gpt-4.1", top_p: 1,'),
      "src/turned/into.txt": "a folder\n",
      "out/built.js": call.replace("MODEL,", '"gpt-5.4",'),
    });
    const { changes } = JSON.parse(runCli(["diff", "--base", "main", "--json"], "", join(work, "src")).stdout);
    const found = changes.map(({ kind, path }: { kind: string; path: string }) => `${kind} ${path}`);
    expect(found.toSorted()).toEqual(["call-added src/new.ts", "call-removed src/gone.ts", "model src/answer.ts"]);
    const shown = runCli(["diff", "--base", "main", "--markdown"], "", work).stdout;
    expect(shown).toContain("```sh\nrunrate diff --base main --now");
    const bare = runCli(["diff", "--base", "main"], "", join(work, ".git"));
    expect([bare.code, bare.stderr]).toEqual([2, expect.stringMatching(/has no work tree.*name the head/)]);
  });

  it("holds the folder it runs in against another one", () => {
    const { stdout } = runCli(["diff", "--base", base, "--json"], "", head);
    expect(JSON.parse(stdout).changes).toEqual([expect.objectContaining({ kind: "model", path: "src/answer.ts" })]);
  });

  it("is judged by the runrate.yml of another tree, where what the head dismisses counts", () => {
    const rules = tree("rules", { "ci/spend.yml": "policies: { fail: { per_1k_calls_usd: 5 } }\n" });
    const dismissed = tree("dismissed", {
      "src/answer.ts": call.replace("  client.chat", "  // runrate-ignore: trust me\n  client.chat"),
      "src/settings.ts": 'export const MODEL = "gpt-4o";\n',
      "ci/spend.yml": "policies: {}\n",
    });
    const between = ["diff", "--base", base, "--head", dismissed];
    const own = runCli([...between, "--config", join(dismissed, "ci/spend.yml"), "--json"]);
    expect([own.code, JSON.parse(own.stdout).verdict.policy]).toEqual([0, "pass"]);
    const judged = runCli([...between, "--judged-by", rules, "--config", "ci/spend.yml", "--json"]);
    expect([judged.code, JSON.parse(judged.stdout).verdict.policy]).toEqual([1, "fail"]);
    expect(runCli([...between, "--judged-by", "no-such-ref"]).code).toBe(2);
  });

  it("refuses a ledger of measured usage that is not there, as an export of it is refused, and makes none", () => {
    const missing = join(folder, "not/there.db");
    for (const asked of [
      ["diff", "--base", base, "--head", head, "--usage", `sqlite:${missing}`],
      ["usage", "export", "--ledger", `sqlite:${missing}`, "--out", join(folder, "empty.json")],
    ]) {
      const { code, stdout, stderr } = runCli(asked);
      expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(/no ledger .*there\.db.*runrate import/s)]);
    }
    expect(existsSync(join(folder, "empty.json"))).toBe(false);
    expect(existsSync(join(folder, "not"))).toBe(false);
  });

  it("is quiet when nothing changed, and refuses a tree that is not there", () => {
    expect(runCli(["diff", "--base", base, "--head", base]).stdout).toBe("no call of a language model changed\n");
    expect(runCli(["diff", "--base", base, "--head", join(folder, "nowhere")]).code).toBe(2);
  });
});

describe("runrate init", () => {
  it("writes a first runrate.yml, and never over one that is there", () => {
    const app = tree("app", { "src/answer.ts": call, "src/settings.ts": 'export const MODEL = "gpt-4o";\n' });
    const first = runCli(["init", app]);
    expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/^wrote .*runrate\.yml from 1 call/)]);
    expect(existsSync(join(app, "runrate.yml"))).toBe(true);
    const second = runCli(["init", app]);
    expect([second.code, second.stderr]).toEqual([2, expect.stringMatching(/is there already.*--force/)]);
    expect(runCli(["init", app, "--force", "--json"]).code).toBe(0);
  });
});

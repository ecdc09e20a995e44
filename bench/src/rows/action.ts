import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rowOf, type Bench, type BenchRow } from "../bench-row.ts";
import { median } from "../side-by-side.ts";

const DIST = join(import.meta.dirname, "../../../apps/github-action/dist");
const ROUNDS = 9;
/** What a run may take on two cores until its first scan is done, and what the bundle may weigh. */
const MOST_MS = 600;
const MOST_MB = 8;

interface Contender {
  readonly name: string;
  readonly entry: string;
}

/** A repository in which one call of a model changes. */
function repository(folder: string): string {
  const at = join(folder, "repository");
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", at, "-c", "user.name=b", "-c", "user.email=b@b", ...args]);
  mkdirSync(at);
  git("init", "--quiet", "--initial-branch=main");
  for (const model of ["gpt-4o-mini", "gpt-4o"]) {
    writeFileSync(
      join(at, "answer.ts"),
      `import OpenAI from "openai";\nexport const answer = (content: string) =>\n  new OpenAI().chat.completions.create({ model: "${model}", messages: [{ role: "user", content }] });\n`,
    );
    git("add", "--all");
    git("commit", "--quiet", "--message", model);
  }
  return at;
}

/**
 * Bundles of other actions, where somebody gives them: RUNRATE_PEER_ACTIONS="name=/repo.git:dist/index.js,…", each a git
 * repository and the bundle's path in it.
 */
function peers(folder: string): readonly Contender[] {
  const given = (process.env["RUNRATE_PEER_ACTIONS"] ?? "").split(",").filter((one) => one !== "");
  return given.flatMap((one): Contender[] => {
    const [, name = "", git = "", path = ""] = /^([^=]+)=(.+):([^:]+)$/.exec(one) ?? [];
    if (!existsSync(git)) return [];
    const entry = join(folder, name, path);
    mkdirSync(dirname(entry), { recursive: true });
    const options = { maxBuffer: 64_000_000 };
    writeFileSync(entry, execFileSync("git", ["-C", git, "show", `HEAD:${path}`], options));
    const isModule = spawnSync("git", ["-C", git, "show", "HEAD:package.json"], { encoding: "utf8" }).stdout;
    writeFileSync(join(folder, name, "package.json"), /"type":\s*"module"/.test(isModule) ? '{"type":"module"}' : "{}");
    return [{ name, entry }];
  });
}

/**
 * Median time of each contender from start to end, in turns. A peer has nothing to do and ends as soon as it has started, while
 * ours asks git a dozen questions, parses and prices.
 */
function measure(contenders: readonly Contender[], workspace: string, folder: string): readonly number[] {
  const times = contenders.map((): number[] => []);
  const head = execFileSync("git", ["-C", workspace, "rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  const env = {
    PATH: process.env["PATH"],
    GITHUB_REPOSITORY: "octo-org/shop",
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: "workflow_dispatch",
    GITHUB_SHA: head,
    GITHUB_REF: "refs/heads/main",
    GITHUB_OUTPUT: join(folder, "output"),
    RUNNER_TEMP: folder,
    INPUT_COMMENT: "never",
    INPUT_DISCLOSE: "true",
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { entry }] of contenders.entries()) {
      writeFileSync(env.GITHUB_OUTPUT, "");
      const start = process.hrtime.bigint();
      const { stdout } = spawnSync(process.execPath, [entry], {
        cwd: workspace,
        env,
        encoding: "utf8",
        timeout: 30_000,
      });
      times[index]?.push(Number(process.hrtime.bigint() - start) / 1e6);
      if (index === 0 && !stdout.includes("Raises"))
        throw new Error(`the action did not scan: ${stdout.slice(0, 300)}`);
    }
  }
  return times.map(median);
}

function megabytes(path: string): number {
  const entry = statSync(path);
  if (entry.isFile()) return entry.size / 1e6;
  return readdirSync(path).reduce((sum, name) => sum + megabytes(join(path, name)), 0);
}

const action: Bench = {
  name: "action: start to the end of the first scan",
  run() {
    const folder = mkdtempSync(join(tmpdir(), "runrate-bench-"));
    try {
      const others = peers(folder);
      const contenders = [{ name: "runrate", entry: join(DIST, "index.js") }, ...others];
      const [ours = Number.NaN, ...theirs] = measure(contenders, repository(folder), folder);
      const rows: BenchRow[] = [
        rowOf({
          name: this.name,
          unit: "ms",
          ours,
          peerName: "the budget",
          peer: MOST_MS,
          goal: { atMost: 1 },
        }),
        rowOf({
          name: "action: size of its folder",
          unit: "MB",
          ours: megabytes(DIST),
          peerName: "the budget",
          peer: MOST_MB,
          goal: { atMost: 1 },
        }),
      ];
      for (const [index, { name, entry }] of others.entries()) {
        const peer = theirs[index] ?? Number.NaN;
        rows.push(
          rowOf({ name: this.name, unit: "ms", ours, peerName: `${name}, start alone`, peer, goal: { atMost: 6 } }),
          rowOf({
            name: "action: code that is read at the start",
            unit: "MB",
            ours: megabytes(join(DIST, "index.js")),
            peerName: name,
            peer: megabytes(entry),
            goal: { atMost: 10 },
          }),
        );
      }
      return Promise.resolve(rows);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default action;

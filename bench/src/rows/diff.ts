import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rowOf, type Bench, type BenchRow } from "../bench-row.ts";
import { generateRepository } from "../repository/generate.ts";
import { median } from "../side-by-side.ts";

const FILES = 5_200;
const ROUNDS = 3;
const RUNRATE = join(import.meta.dirname, "../../../bin/runrate");
/** Memory that one `diff` may take, in MB. */
const MEMORY_MB = 1_000;

/**
 * A whole `runrate diff` of two commits against what any tool has to do at least: find the files that speak of models with
 * `git grep`, and write out both trees. On a generated repository, and on a real one where `RUNRATE_BENCH_REPOSITORY` names
 * it (its last commit against the one before).
 */
const bench: Bench = {
  name: "diff",
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), "runrate-bench-"));
    try {
      const generated = writeRepository(join(folder, "repository"));
      const rows = measure(folder, generated, `${FILES} generated files`);
      const real = process.env["RUNRATE_BENCH_REPOSITORY"];
      return real === undefined ? rows : [...rows, ...measure(folder, real, "a real repository")];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default bench;

function writeRepository(path: string): string {
  const { base, changed } = generateRepository(FILES);
  const write = (files: ReadonlyMap<string, string>): void => {
    for (const [file, text] of files) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    }
  };
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-C", path, "-c", "user.name=bench", "-c", "user.email=bench@example.com", ...args], {
      stdio: "ignore",
    });
  write(base);
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "before");
  write(changed);
  git("commit", "-qam", "after");
  return path;
}

function measure(folder: string, repository: string, what: string): BenchRow[] {
  const times = { peer: [] as number[], cold: [] as number[], warm: [] as number[] };
  const oneTree = { peer: [] as number[], scan: [] as number[] };
  let memory = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    oneTree.peer.push(timed(() => leastWork(folder, repository, ["HEAD"])));
    oneTree.scan.push(timed(() => scan(repository, join(folder, `scan-${round}`))));
    times.peer.push(timed(() => leastWork(folder, repository, ["HEAD~1", "HEAD"])));
    const cache = join(folder, `cache-${round}`);
    times.cold.push(timed(() => (memory = Math.max(memory, diff(repository, cache)))));
    times.warm.push(timed(() => (memory = Math.max(memory, diff(repository, cache)))));
  }
  const peer = { unit: "ms", peerName: "git grep and both trees written out", peer: median(times.peer) };
  return [
    rowOf({
      name: `scan of ${what}, cold`,
      unit: "ms",
      ours: median(oneTree.scan),
      peerName: "git grep and the tree written out",
      peer: median(oneTree.peer),
      goal: { atMost: 5 },
    }),
    rowOf({ ...peer, name: `diff of ${what}, cold`, ours: median(times.cold), goal: { atMost: 5 } }),
    rowOf({ ...peer, name: `diff of ${what}, warm`, ours: median(times.warm), goal: { atMost: 1.5 } }),
    rowOf({
      name: `memory of that diff`,
      unit: "MB",
      ours: memory,
      peerName: "the limit",
      peer: MEMORY_MB,
      goal: { atMost: 1 },
    }),
  ];
}

function timed(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function leastWork(folder: string, repository: string, commits: readonly string[]): void {
  for (const commit of commits) {
    const into = join(folder, "extracted");
    mkdirSync(into, { recursive: true });
    execFileSync("git", ["-C", repository, "grep", "-l", "-e", "openai", "-e", "anthropic", "-e", "model", commit], {
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 2 ** 30,
    });
    execFileSync("sh", ["-c", 'git -C "$1" archive "$2" | tar -x -C "$3"', "sh", repository, commit, into]);
    rmSync(into, { recursive: true });
  }
}

function scan(repository: string, cache: string): void {
  const out = runrate(repository, ["scan", ".", "--json"], { RUNRATE_CACHE: cache });
  if (!out.includes('"call_sites"')) throw new Error("scan answered something else");
}

/** @returns its largest memory in MB */
function diff(repository: string, cache: string): number {
  const report = join(cache, "memory.txt");
  mkdirSync(cache, { recursive: true });
  const out = runrate(repository, ["diff", "--base", "HEAD~1", "--head", "HEAD", "--json"], {
    RUNRATE_CACHE: cache,
    NODE_OPTIONS: `--import ${join(import.meta.dirname, "../repository/report-memory.mjs")}`,
    RUNRATE_BENCH_MEMORY: report,
  });
  if (!out.includes('"changes"')) throw new Error("diff answered something else");
  return existsSync(report) ? Number(readFileSync(report, "utf8")) : 0;
}

/** Runs the command as people do. */
function runrate(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): string {
  return execFileSync(RUNRATE, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 30,
    encoding: "utf8",
  });
}

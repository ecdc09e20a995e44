import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runInForeground } from "./setup/child-process.mjs";
import { SetupFailure } from "./setup/failure.mjs";

/**
 * @typedef {{ root: string, node: string, env: Record<string, string>, quietStdout?: boolean }} Context
 *   `quietStdout`: what it prints goes to stderr
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Result
 * @typedef {(context: Context, args: readonly string[]) => Promise<Result>} Task
 */

/** @type {Readonly<Record<string, Task>>} */
const TASKS = {
  install: async () => DONE,
  start: (context, args) => node(context, "bin/runrate", "start", ...args),
  build: turbo("build"),
  typecheck: all(turbo("typecheck"), script("node_modules/typescript/bin/tsc", "-p", "scripts")),
  // All packages at once, with types: a third of the time that a process for each takes.
  lint: script("node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings", "."),
  format: script("node_modules/oxfmt/bin/oxfmt", "."),
  "format:check": script("node_modules/oxfmt/bin/oxfmt", "--check", "."),
  boundaries: script("scripts/check/boundaries-main.ts"),
  generated: turbo("generated"),
  docs: script("scripts/docs/update-main.ts"),
  unused: script("node_modules/knip/bin/knip.js", "--no-config-hints"),
  async bench(context, args) {
    const built = await turbo("build")({ ...context, quietStdout: true }, []);
    return built.code === 0 ? node(context, "bench/src/main.ts", ...args) : built;
  },
  async test(context, args) {
    requireGit(context);
    const built = await turbo("build", "--filter=./apps/*")(context, []);
    return built.code === 0 ? node(context, "scripts/test/run-tests.mjs", ...args) : built;
  },
  async check(context, args) {
    const gates = ["lint", "format:check", "typecheck", "boundaries", "generated", "unused", "test"];
    for (const gate of gates) {
      const result = await runTask(gate, gate === "test" ? args : [], context);
      if (result.code !== 0) return result;
    }
    return DONE;
  },
};

const DONE = Object.freeze({ code: 0, signal: null });

/**
 * Runs a task of the root package in the foreground.
 * @param {string} name
 * @param {readonly string[]} args handed on to the task's tool
 * @param {Context} context
 * @returns {Promise<Result>} how the task's process ended
 * @throws SetupFailure for an unknown task, or when the machine lacks what the task needs
 */
export async function runTask(name, args, context) {
  const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
  if (!task) throw new SetupFailure(`there is no task "${name}": choose one of ${Object.keys(TASKS).join(", ")}`);
  return task(context, args);
}

/**
 * @param {Context} context
 * @param {...string} command a script's path in the repository, and its arguments
 */
function node({ root, node, env, quietStdout = false }, ...[path = "", ...args]) {
  return runInForeground(node, [join(root, path), ...args], { cwd: root, env, quietStdout });
}

/**
 * @param {...string} command
 * @returns {Task}
 */
function script(...command) {
  return (context, args) => node(context, ...command, ...args);
}

/**
 * One task of every package, in dependency order, as turbo.json says.
 * @param {string} task
 * @param {...string} flags
 * @returns {Task}
 */
function turbo(task, ...flags) {
  return script("node_modules/turbo/bin/turbo", "run", task, "--continue", "--output-logs=errors-only", ...flags);
}

/**
 * One after the other, all of them, so that one run shows every failure; the first failure is the result.
 * @param {...Task} tasks
 * @returns {Task}
 */
function all(...tasks) {
  return async (context, args) => {
    const results = [];
    for (const task of tasks) results.push(await task(context, args));
    return results.find(({ code }) => code !== 0) ?? DONE;
  };
}

/** @param {Context} context */
function requireGit({ env }) {
  if (spawnSync("git", ["--version"], { env, stdio: "ignore" }).status !== 0) {
    throw new SetupFailure("git was not found: install it (the tests work on real repositories) and run it again");
  }
}

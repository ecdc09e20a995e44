import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Step } from "./examples.ts";

/** How a step went. A step that prints nothing and succeeds has empty output. */
export interface StepResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A folder in which a document's commands run as in a clone, without touching what its user keeps there (`.runrate`, `.env`). */
export interface ExampleFolder extends Disposable {
  run(step: Step): StepResult;
}

const USERS_OWN = new Set([".git", ".runrate", ".env", "runrate.yml"]);

/** @param root the repository */
export function openExampleFolder(root: string): ExampleFolder {
  const folder = mkdtempSync(join(tmpdir(), "runrate-docs-"));
  for (const name of readdirSync(root)) {
    if (!USERS_OWN.has(name)) symlinkSync(join(root, name), join(folder, name));
  }
  const env = exampleEnvironment(process.env);
  return {
    run(step) {
      if (step.kind === "file") {
        const path = join(folder, step.name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, step.text);
        return { status: 0, stdout: "", stderr: "" };
      }
      const script = step.kind === "command" ? step.command : `set -e\n${step.script}`;
      const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
        cwd: folder,
        env,
        encoding: "utf8",
        timeout: 180_000,
      });
      return { status, stdout, stderr };
    },
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The examples hold for someone who has set nothing: no keys, no colours, no ledger elsewhere. */
function exampleEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^(SLACK_|OPENAI_|ANTHROPIC_|RUNRATE_(?!SHARED)|FORCE_COLOR|TZ$|NODE_OPTIONS|VITEST)/.test(name),
  );
  return { ...Object.fromEntries(kept), NO_COLOR: "1", LC_ALL: "C.UTF-8" };
}

// Runs every package's tests in one vitest, and ends with one plain line that counts them.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { endLike, runInForeground } from "../setup/child-process.mjs";
import { countTests, summaryLine } from "./count-tests.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const report = join(root, "test-results", "vitest.json");
mkdirSync(join(root, "test-results"), { recursive: true });
rmSync(report, { force: true });

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const reporter = process.stdout.isTTY ? "default" : "dot";
const result = await runInForeground(
  process.execPath,
  [vitest, "run", `--reporter=${reporter}`, "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { cwd: root, env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }) } },
);
const counts = countTests(readReport(), result.code ?? 1);
for (const problem of counts.problems) console.error(problem);
console.log(summaryLine(counts));
endLike(counts.failed > 0 && result.code === 0 ? { code: 1, signal: null } : result);

function readReport() {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return null;
  }
}

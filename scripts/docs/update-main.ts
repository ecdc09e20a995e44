// Runs every example of the documents and writes its real output under it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documentsIn } from "./documents.ts";
import { outputFits, withOutputs } from "./examples.ts";
import { openExampleFolder } from "./run-examples.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const only = process.argv.slice(2);
for (const path of documentsIn(root)) {
  if (only.length > 0 && !only.includes(path)) continue;
  using folder = openExampleFolder(root);
  const before = readFileSync(join(root, path), "utf8");
  const after = withOutputs(before, (step) => {
    const { stdout, status, stderr } = folder.run(step);
    if (status !== 0) console.error(`${path}:${step.line} exit code ${status}: ${stderr.trim()}`);
    return step.kind === "command" && !outputFits(step.output, stdout) ? stdout : null;
  });
  if (after !== before) {
    writeFileSync(join(root, path), after);
    console.log(`${path} updated`);
  }
}

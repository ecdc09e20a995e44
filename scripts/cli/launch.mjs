import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { hasPackages } from "../setup/installed.mjs";
import { freshEntry } from "./freshness.mjs";

const REQUIRED_NODE_MAJOR = 24;

/**
 * Runs the CLI with this process's arguments: in this process when its Node.js is new enough, else under the pinned one.
 * Sets the clone up and builds the CLI first where that is missing or stale; all of that speaks on stderr only.
 * @param {string} root the repository
 * @param {string} executable path of bin/runrate
 */
export async function launch(root, executable) {
  const isRightNode = Number(process.versions.node.split(".")[0]) >= REQUIRED_NODE_MAJOR;
  try {
    let entry = isRightNode && hasPackages(root) ? freshEntry(root) : null;
    if (entry === null) {
      const { prepare } = await import("../setup/prepare.mjs");
      const { node } = await prepare(root, { log: (line) => console.error(`runrate set-up: ${line}`) });
      if (!isRightNode) {
        const { endLike, runInForeground } = await import("../setup/child-process.mjs");
        return endLike(await runInForeground(node, [executable, ...process.argv.slice(2)]));
      }
      const { ensureBuilt } = await import("./build.mjs");
      entry = await ensureBuilt(root);
    }
    nodeModule.enableCompileCache?.(join(root, "tools", ".state", "compile-cache"));
    await import(pathToFileURL(entry).href);
  } catch (error) {
    const { describeFailure } = await import("../setup/failure.mjs");
    console.error(`runrate: ${describeFailure(error)}`);
    process.exitCode = 2;
  }
}

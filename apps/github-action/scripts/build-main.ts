// Bundles the action into dist/: one folder that runs without an install step.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildAction } from "./build.ts";

const MOST_BYTES = 8_000_000;

const dist = await buildAction();
const bytes = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .map((path) => statSync(join(dist, path)))
  .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
console.log(`built apps/github-action/dist, ${(bytes / 1e6).toFixed(2)} MB`);
if (bytes > MOST_BYTES) throw new Error(`the action is larger than ${MOST_BYTES / 1e6} MB`);

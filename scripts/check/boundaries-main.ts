// The dependency rule: apps -> packages -> core.
import { fileURLToPath } from "node:url";
import { findBreaches } from "./boundaries.ts";
import { readPackages, readSources } from "./workspace.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const packages = readPackages(root);
const sources = readSources(root, packages);
const breaches = findBreaches(packages, sources);
for (const breach of breaches) console.error(breach);
console.log(`dependency rule: ${sources.length} files, ${breaches.length} breaches`);
process.exitCode = breaches.length > 0 ? 1 : 0;

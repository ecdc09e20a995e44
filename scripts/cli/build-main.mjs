// The build task of apps/cli.
import { fileURLToPath } from "node:url";
import { relative } from "node:path";
import { ensureBuilt } from "./build.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
console.log(`built ${relative(root, await ensureBuilt(root))}`);

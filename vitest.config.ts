import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const folders = globSync(["packages/*", "apps/*", "catalogue", "bench", "scripts"], {
  cwd: import.meta.dirname,
}).filter((folder) => folder === "scripts" || existsSync(join(import.meta.dirname, folder, "package.json")));

/** One run over all packages: on two cores that is several times as fast as a process for each. */
export default defineConfig({
  test: {
    // Two cores are shared with whatever else runs; no test measures time, so none needs a tight limit.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: join(import.meta.dirname, "packages/test-postgres/src/global-setup.ts"),
    projects: folders.map((folder) => ({ extends: true, root: folder, test: { name: folder } })),
  },
});

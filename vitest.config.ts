import { defineConfig } from "vitest/config";

/** One run over all packages: on two cores that is several times as fast as a process for each. */
export default defineConfig({
  test: {
    projects: ["packages/*", "apps/*", "catalogue", "bench", "scripts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default"],
  },
});

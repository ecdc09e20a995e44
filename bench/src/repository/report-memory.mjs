import { writeFileSync } from "node:fs";

// Node's own figure for this process, in MB, where the bench asks for it.
process.on("exit", () => {
  const file = process.env.RUNRATE_BENCH_MEMORY;
  if (file) writeFileSync(file, String(Math.round(process.resourceUsage().maxRSS / 1024)));
});

import { parseArgs } from "node:util";
import { killRun } from "../test/kill/kill-run.ts";

/*
 * `pnpm --filter @runrate/slack-bot kill [--kills 200] [--seed 1]`: kills the bot (SIGKILL) at random moments under a stream of
 * usage that crosses thresholds, and says whether every alert arrived once and no record was lost or doubled. Exit code 1 if not.
 */

const { values } = parseArgs({ options: { kills: { type: "string" }, seed: { type: "string" } } });
const kills = Number(values.kills ?? 200);
const seed = Number(values.seed ?? 1);
const begun = Date.now();
const result = await killRun({
  kills,
  seed,
  onKill: (count) => {
    if (count % 20 === 0) process.stderr.write(`${count} of ${kills} kills\n`);
  },
});
const seconds = Math.round((Date.now() - begun) / 1_000);
process.stdout.write(
  `${result.kills} kills in ${seconds} s (seed ${seed}): ${result.records} records, ${result.alerts} alerts told, ` +
    `${result.repeats} marked as possible repeats, ${result.faults.length} faults\n`,
);
for (const fault of result.faults) process.stdout.write(`${fault}\n`);
process.exitCode = result.faults.length === 0 ? 0 : 1;

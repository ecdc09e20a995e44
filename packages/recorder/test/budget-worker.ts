/** A process that spends from a shared budget until it is refused; writes what it really used. */
import { BudgetExceededError, openBudget } from "../src/index.ts";

const [ledger = "", limit = "0", over = "0", seedText = "1"] = process.argv.slice(2);
const now = Date.UTC(2026, 10, 24, 12);
await using budget = await openBudget({
  ledger,
  name: "shared",
  limit: { tokens: Number(limit) },
  period: "day",
  clock: () => now,
});
let seed = Number(seedText);
const random = (most: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * (most + 1));
};
const used: number[] = [];
async function spend(): Promise<void> {
  for (let refusals = 0; refusals < 3;) {
    const estimate = 1 + random(200);
    try {
      const reservation = await budget.reserve(estimate);
      await new Promise((resolve) => setTimeout(resolve, random(3)));
      const actual = Math.max(0, estimate - random(50) + random(Number(over)));
      await reservation.settle(actual);
      used.push(actual);
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
      refusals += 1;
    }
  }
}
// Two calls at once in each process.
await Promise.all([spend(), spend()]);
process.stdout.write(JSON.stringify(used));

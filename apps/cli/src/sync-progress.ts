import type { CommandContext } from "./context.ts";

const BAR_WIDTH = 24;
const DAY_MS = 86_400_000;

/** A line on a terminal's stderr that shows how far a sync has come; nothing anywhere else. It is gone when disposed. */
export function syncProgress({ terminal, json }: CommandContext) {
  const { stderr } = terminal;
  const shown = stderr.isTTY === true && !json;
  let drawn = false;
  return {
    show(
      source: string,
      endpoint: string,
      { from, through, to }: { readonly from: number; readonly through: number; readonly to: number },
    ): void {
      if (!shown) return;
      drawn = true;
      const part = to > from ? Math.min(1, (through - from) / (to - from)) : 1;
      const bar = "█".repeat(Math.round(part * BAR_WIDTH)).padEnd(BAR_WIDTH, "░");
      const days = `${Math.round((through - from) / DAY_MS)} of ${Math.round((to - from) / DAY_MS)} days`;
      stderr.write(`\r${`${source} ${endpoint} ${bar} ${days}`.slice(0, (stderr.columns ?? 80) - 1)}\u001b[K`);
    },
    [Symbol.dispose](): void {
      if (drawn) stderr.write("\r\u001b[K");
    },
  };
}

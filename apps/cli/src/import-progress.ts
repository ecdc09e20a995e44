import type { ImportProgress } from "@runrate/ledger";
import { printable } from "./failure.ts";
import type { CommandContext } from "./context.ts";

const BAR_WIDTH = 24;
const REDRAW_MS = 100;

/** A line on a terminal's stderr that shows how far an import has come; nothing anywhere else. It is gone when disposed. */
export function importProgress({ terminal, json }: CommandContext, name: string) {
  const { stderr } = terminal;
  const shown = stderr.isTTY === true && !json;
  let drawnAt = -Infinity;
  return {
    show({ bytes, totalBytes, read }: ImportProgress): void {
      const now = performance.now();
      if (!shown || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      const part = totalBytes === undefined || totalBytes === 0 ? undefined : Math.min(1, bytes / totalBytes);
      const bar =
        part === undefined
          ? ""
          : `${"█".repeat(Math.round(part * BAR_WIDTH)).padEnd(BAR_WIDTH, "░")} ${Math.floor(part * 100)}% `;
      const line = `${printable(name)} ${bar}${read.toLocaleString("en-US")} read`;
      stderr.write(`\r${line.slice(0, (stderr.columns ?? 80) - 1)}\u001b[K`);
    },
    [Symbol.dispose](): void {
      if (drawnAt !== -Infinity) stderr.write("\r\u001b[K");
    },
  };
}

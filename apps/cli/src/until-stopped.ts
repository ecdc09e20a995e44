import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";

/** Keeps something running until SIGINT or SIGTERM. A second one ends the process at once, for whoever does not want to wait. */
export async function untilStopped(_running: AsyncDisposable): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, () => resolve());
  await promise;
  // Without listeners the default of the system holds again.
  for (const signal of signals) process.removeAllListeners(signal);
}

/** How long an input that has ended already (/dev/null, a closed pipe) may take to say so. */
const SETTLE_MS = 250;

/** Watches an input that nobody types into: at its end, whoever started the program has no more use for it. */
export function endOfInput(input: Readable): { readonly ended: Promise<void>; isOver(): Promise<boolean> } {
  let isOver = input.readableEnded || input.destroyed;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const over = (): void => {
    isOver = true;
    resolve();
  };
  input.once("end", over).once("close", over).once("error", over).resume();
  return {
    ended,
    async isOver() {
      if (!isOver) await Promise.race([ended, setTimeout(SETTLE_MS)]);
      return isOver;
    },
  };
}

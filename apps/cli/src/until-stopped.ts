/** Keeps something running until SIGINT or SIGTERM. A second one ends the process at once, for whoever does not want to wait. */
export async function untilStopped(_running: AsyncDisposable): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, () => resolve());
  await promise;
  // Without listeners the default of the system holds again.
  for (const signal of signals) process.removeAllListeners(signal);
}

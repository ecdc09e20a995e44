/** A piece of work that is done `times` times; it returns something, so that it cannot be optimised away. */
export type Work = (times: number) => unknown;

export interface Contender {
  readonly work: Work;
  /** How often a round repeats it: about 20 ms of work each. */
  readonly times: number;
}

/**
 * Measures contenders in turns within one run, so that a slow moment of the machine meets all of them: `rounds` rounds, each in
 * another order. @returns the median of each in operations per second
 */
export function sideBySide(contenders: readonly Contender[], rounds = 21): readonly number[] {
  const rates = contenders.map((): number[] => []);
  const sink: unknown[] = [];
  for (const { work, times } of contenders) sink.push(work(times));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (turn + round) % contenders.length;
      const contender = contenders[index];
      if (!contender) continue;
      const start = process.hrtime.bigint();
      sink[index] = contender.work(contender.times);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      rates[index]?.push(contender.times / seconds);
    }
  }
  return rates.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

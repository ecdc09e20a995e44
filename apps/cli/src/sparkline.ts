const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/**
 * Values as a line of bars from nothing to the highest. More values than there is room for are taken together, so that each bar
 * is the mean of as many.
 */
export function sparkline(values: readonly bigint[], room: number): string {
  const width = Math.max(1, Math.min(values.length, room));
  const bars: bigint[] = [];
  for (let bar = 0; bar < width; bar += 1) {
    const from = Math.floor((bar * values.length) / width);
    const part = values.slice(from, Math.max(from + 1, Math.floor(((bar + 1) * values.length) / width)));
    bars.push(part.reduce((sum, value) => sum + value, 0n) / BigInt(part.length));
  }
  const most = bars.reduce((high, value) => (value > high ? value : high), 0n);
  return bars.map((value) => (most === 0n || value <= 0n ? BARS[0] : BARS[Number((value * 7n) / most)])).join("");
}

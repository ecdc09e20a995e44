/** One comparison: what Runrate does and what a peer does, measured side by side in one run. */
export interface BenchRow {
  readonly name: string;
  /** What `ours` and `peer` count ("records/s", "ms", "MB"). */
  readonly unit: string;
  readonly ours: number;
  readonly peer_name: string;
  readonly peer: number;
  /** ours / peer. */
  readonly ratio: number;
  /** What the ratio must be, in words (">= 100"). */
  readonly goal: string;
  readonly ok: boolean;
}

/** A file in `rows/` has one of these as its default export; `main.ts` finds it there. */
export interface Bench {
  readonly name: string;
  /** Takes seconds, not minutes; returns one row for each peer. */
  run(): Promise<readonly BenchRow[]>;
}

export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peerName: string;
  readonly peer: number;
  readonly goal: { readonly atLeast: number } | { readonly atMost: number };
}

/** Makes a row: its ratio, and whether that meets the goal. */
export function rowOf({ name, unit, ours, peerName, peer, goal }: Comparison): BenchRow {
  const ratio = ours / peer;
  const least = "atLeast" in goal;
  return {
    name,
    unit,
    ours: significant(ours),
    peer_name: peerName,
    peer: significant(peer),
    ratio: significant(ratio),
    goal: least ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`,
    ok: least ? ratio >= goal.atLeast : ratio <= goal.atMost,
  };
}

function significant(value: number): number {
  return Number(value.toPrecision(4));
}

import { picoUsd, toDecimal, type UsageProfile, type UsageProfileRow } from "@runrate/core";
import { scanRecords } from "./scan.ts";
import type { LedgerReader } from "./store.ts";

const DAY_MS = 86_400_000;

/**
 * What was used over the `days` before an instant, by provider, model, project and workload: calls, mean and p95 tokens, cached
 * share and cost. Of an aggregate only the mean call is known, and each of its calls counts as that.
 */
export async function measureUsage(ledger: LedgerReader, now: number, days: number): Promise<UsageProfile> {
  const to = now;
  const from = to - days * DAY_MS;
  const groups = new Map<string, Group>();
  for await (const { record, provider, workload, charge } of scanRecords(ledger, { from, to })) {
    const key = [provider, record.model, record.project ?? null, workload ?? null];
    const name = JSON.stringify(key);
    const group = groups.get(name) ?? newGroup(provider, record.model, record.project ?? null, workload ?? null);
    groups.set(name, group);
    const { inputTokens, outputTokens, cachedInputTokens = 0 } = record.usage;
    group.calls += record.requests;
    group.cached += BigInt(cachedInputTokens);
    addSize(group.input, inputTokens, record.requests);
    addSize(group.output, outputTokens, record.requests);
    if (charge.kind === "priced") group.usd = picoUsd((group.usd ?? 0n) + charge.usd);
  }
  const rows = [...groups.values()].filter(({ calls }) => calls > 0).map(rowOf);
  rows.sort((a, b) => b.calls - a.calls || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    format: "runrate-usage",
    version: 1,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    days,
    rows,
  };
}

/** Sizes of calls by how many had them: no more distinct ones than a context window has tokens. */
interface Sizes {
  total: bigint;
  readonly counts: Map<number, number>;
}

interface Group extends Pick<UsageProfileRow, "provider" | "model" | "project" | "workload"> {
  calls: number;
  cached: bigint;
  usd: bigint | null;
  readonly input: Sizes;
  readonly output: Sizes;
}

function newGroup(provider: string, model: string, project: string | null, workload: string | null): Group {
  const sizes = (): Sizes => ({ total: 0n, counts: new Map() });
  return { provider, model, project, workload, calls: 0, cached: 0n, usd: null, input: sizes(), output: sizes() };
}

function addSize(sizes: Sizes, tokens: number, requests: number): void {
  sizes.total += BigInt(tokens);
  if (requests === 0) return;
  const each = Math.round(tokens / requests);
  sizes.counts.set(each, (sizes.counts.get(each) ?? 0) + requests);
}

function rowOf({ input, output, cached, usd, calls, ...names }: Group): UsageProfileRow {
  return {
    ...names,
    calls,
    input_tokens: { mean: meanOf(input, calls), p95: percentile95(input, calls) },
    output_tokens: { mean: meanOf(output, calls), p95: percentile95(output, calls) },
    cached_basis_points: input.total === 0n ? 0 : Number((cached * 10_000n) / input.total),
    usd: usd === null ? null : toDecimal(picoUsd(usd)),
  };
}

/** To a tenth of a token. */
function meanOf({ total }: Sizes, calls: number): number {
  return Number((total * 10n + BigInt(calls) / 2n) / BigInt(calls)) / 10;
}

/** The smallest size that 95 % of the calls do not exceed. */
function percentile95({ counts }: Sizes, calls: number): number {
  let seen = 0;
  for (const [tokens, count] of [...counts].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen * 100 >= calls * 95) return tokens;
  }
  return 0;
}

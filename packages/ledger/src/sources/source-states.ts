import { coverage, type SourceCoverage } from "../coverage.ts";
import type { LedgerReader } from "../store.ts";
import { cursorName, readSyncCursor, type SyncCursor } from "./sync-cursor.ts";
import { lastFailures, type SourceFailure } from "./sync-sources.ts";

/** How a source stands: how far it reaches, whether it is late, and what it is doing. */
export interface SourceState extends SourceCoverage {
  /** Of a source that is still being read for the first time: from when to when it has got. */
  readonly backfill?: { readonly from: number; readonly through: number };
  readonly failure?: SourceFailure;
}

const HOUR_MS = 3_600_000;
/** Each page that is stored is a sign of life; rate limits may keep the next one for minutes. */
const CATCHING_UP_MS = 15 * 60_000;

/** What the endpoint of calls is named, by provider. */
const CALLS: Readonly<Record<string, string>> = { openai: "completions", anthropic: "messages" };

async function usageCursor(
  ledger: LedgerReader,
  { source, provider }: SourceCoverage,
): Promise<SyncCursor | undefined> {
  const endpoint = CALLS[provider];
  return endpoint === undefined ? undefined : await readSyncCursor(ledger, cursorName(source, endpoint));
}

/** The state of every source that has delivered something, or that failed before it could. Sorted by provider, then source. */
export async function sourceStates(ledger: LedgerReader, now: number): Promise<readonly SourceState[]> {
  const failures = await lastFailures(ledger);
  const states: SourceState[] = [];
  for (const one of await coverage(ledger, now)) {
    const cursor = await usageCursor(ledger, one);
    const failure = failures.get(one.source);
    // Behind and heard of just now: it is catching up. Behind and silent, it is late.
    const isBehind =
      cursor !== undefined &&
      cursor.through < now - HOUR_MS &&
      one.reaches < now - HOUR_MS &&
      now - one.heardAt < CATCHING_UP_MS;
    states.push({
      ...one,
      ...(isBehind ? { backfill: cursor } : {}),
      ...(failure === undefined ? {} : { failure }),
    });
  }
  for (const [source, failure] of failures) {
    if (states.some((state) => state.source === source)) continue;
    const provider = source.split("-admin")[0] ?? source;
    states.push({ source, provider, reaches: 0, heardAt: 0, billing: true, stale: true, failure });
  }
  return states;
}

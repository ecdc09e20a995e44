import { formatUsd } from "../format-money.ts";
import { sumUsd, type PicoUsd } from "../money.ts";
import { wholeCount } from "../quantity.ts";
import { threadStorageCost, vectorStorageCost } from "../storage.ts";
import type { Saving } from "./saving.ts";

/** Stored state as the ledger knows it; no provider's API lists threads. */
export type StoredState =
  | {
      readonly kind: "thread" | "conversation";
      readonly id: string;
      /** Its last call, in milliseconds since 1970 UTC. */
      readonly lastActiveAt: number;
      /** Tokens that it holds: the input and output of its last call. */
      readonly tokens: number;
    }
  | {
      readonly kind: "vector_store";
      readonly id: string;
      readonly lastActiveAt: number;
      /** Decimal text. */
      readonly gigabytes: string;
    };

export interface StaleOptions {
  /** Without activity for so many days; default 30. */
  readonly idleDays?: number;
  /** Planning rate, USD per 1M tokens and day. */
  readonly threadRate?: PicoUsd;
  /** USD per GB and day. */
  readonly vectorRate?: PicoUsd;
}

export interface StaleState {
  readonly state: StoredState;
  /** What keeping it costs in a 30-day month. */
  readonly monthlyUsd: PicoUsd;
}

const DAY_MS = 86_400_000;
const IDLE_DAYS = 30;

/** State without activity for `idleDays` or longer, the longest idle first (SPEC.md, section 5). @throws RunrateError `bad_count` */
export function findStaleState(
  states: Iterable<StoredState>,
  now: number,
  { idleDays = IDLE_DAYS, threadRate, vectorRate }: StaleOptions = {},
): StaleState[] {
  const before = now - Number(wholeCount(idleDays, "days without activity")) * DAY_MS;
  const stale: StaleState[] = [];
  for (const state of states) {
    if (state.lastActiveAt > before) continue;
    const monthlyUsd =
      state.kind === "vector_store"
        ? vectorStorageCost({
            gigabytes: state.gigabytes,
            freeGigabytes: "0",
            ...(vectorRate === undefined ? {} : { ratePerGbDay: vectorRate }),
          })
        : threadStorageCost({
            threads: 1,
            tokensPerThread: state.tokens,
            ...(threadRate === undefined ? {} : { ratePerMillionDay: threadRate }),
          });
    stale.push({ state, monthlyUsd });
  }
  return stale.sort((a, b) => a.state.lastActiveAt - b.state.lastActiveAt || (a.state.id < b.state.id ? -1 : 1));
}

/** What deleting stale state saves; undefined where there is none. */
export function staleStateSaving(
  states: Iterable<StoredState>,
  now: number,
  options: StaleOptions = {},
): Saving | undefined {
  const stale = findStaleState(states, now, options);
  if (stale.length === 0) return undefined;
  const threads = stale.filter(({ state }) => state.kind !== "vector_store");
  const usd = sumUsd(stale.map(({ monthlyUsd }) => monthlyUsd));
  const stores = stale.length - threads.length;
  const threadUsd = sumUsd(threads.map(({ monthlyUsd }) => monthlyUsd));
  return {
    lever: "stale_state",
    likely: usd,
    low: usd,
    high: usd,
    how: `${threads.length} conversations and ${stores} vector stores have had no activity for ${options.idleDays ?? IDLE_DAYS} days`,
    assumptions:
      threads.length === 0
        ? []
        : [
            `conversations are costed at the planning rate (${formatUsd(threadUsd)}): no provider bills them by the token`,
          ],
  };
}

import { toDecimal } from "@runrate/core";
import type { FakeBucket, FakeOrganisation } from "@runrate/openai-sandbox";
import {
  openAdminClient,
  querySpend,
  syncOpenAi,
  type LedgerStore,
  type OpenAiSyncOptions,
  type SpendQuery,
} from "../src/index.ts";
import { NOW, pricesOf } from "./open-ledger.ts";

export const HOUR = 3_600_000;
/** The admin key of the organisations. */
export const KEY = "sk-admin-for-the-tests";
/** All spend that a ledger can hold. */
export const ALL = { from: 0, to: Date.UTC(2100, 0, 1), zone: "UTC", by: [], where: [] } satisfies SpendQuery;

/** An hour's bucket, `hoursAgo` before the hour that is running. */
export function hour(hoursAgo: number, ...results: readonly object[]): FakeBucket {
  const start = Math.floor(NOW / HOUR) * 3_600 - hoursAgo * 3_600;
  return { start_time: start, end_time: start + 3_600, results };
}

/** A row of a bucket of completions: `input` tokens of gpt-4o. */
export function completions(input: number, more: object = {}) {
  return {
    object: "organization.usage.completions.result",
    input_tokens: input,
    input_cached_tokens: 0,
    output_tokens: 0,
    num_model_requests: 1,
    model: "gpt-4o",
    project_id: "proj_a",
    user_id: null,
    api_key_id: null,
    batch: false,
    service_tier: "default",
    ...more,
  };
}

/** Reads all that is new from an organisation's admin API. */
export async function sync(
  ledger: LedgerStore,
  baseUrl: string,
  options: Partial<OpenAiSyncOptions> & { key?: string } = {},
) {
  const client = await openAdminClient({ adminKey: options.key ?? KEY, baseUrl });
  return await syncOpenAi(ledger, { client, price: pricesOf(), now: NOW, backfillDays: 90, ...options });
}

/** What a ledger adds up to, in dollars. */
export async function usdOf(ledger: LedgerStore, query: Partial<SpendQuery> = {}): Promise<string> {
  return toDecimal((await querySpend(ledger, { ...ALL, ...query })).total.usd);
}

/** An organisation whose admin API answers `KEY`. */
export const organisation = (
  buckets: FakeOrganisation["buckets"],
  more: Partial<FakeOrganisation> = {},
): FakeOrganisation => ({
  adminKey: KEY,
  buckets: { costs: [], ...buckets },
  ...more,
});

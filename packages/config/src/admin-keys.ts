import type { RunrateConfig } from "./config.ts";
import { present } from "./present.ts";

/** A provider's admin API that is to be read, with its key. Never log this value. */
export interface AdminKeySetting {
  readonly provider: "openai";
  readonly organisation?: string;
  readonly key: string;
  readonly baseUrl?: string;
  readonly backfillDays: number;
}

/** The admin APIs that are configured, and the environment variables that `runrate.yml` names but that are not set. */
export interface AdminKeys {
  readonly keys: readonly AdminKeySetting[];
  readonly missing: readonly string[];
}

const BACKFILL_DAYS = 90;

/** Which admin APIs to read: the organisations of `sources.openai`, else the one of `OPENAI_ADMIN_KEY`. */
export function adminKeys(
  config: Pick<RunrateConfig, "sources">,
  env: Readonly<Record<string, string | undefined>>,
): AdminKeys {
  const value = (name: string) => env[name]?.trim() || undefined;
  const settings = config.sources.find(({ provider }) => provider === "openai");
  const shared = {
    provider: "openai",
    backfillDays: settings?.backfillDays ?? BACKFILL_DAYS,
    ...present({ baseUrl: value("OPENAI_BASE_URL") }),
  } as const;
  const organisations = settings?.organisations ?? [];
  if (organisations.length === 0) {
    const key = value("OPENAI_ADMIN_KEY");
    return { keys: key === undefined ? [] : [{ ...shared, key }], missing: [] };
  }
  return {
    keys: organisations.flatMap(({ name, keyFrom }) => {
      const key = value(keyFrom);
      return key === undefined ? [] : [{ ...shared, organisation: name, key }];
    }),
    missing: organisations.flatMap(({ keyFrom }) => (value(keyFrom) === undefined ? [keyFrom] : [])),
  };
}

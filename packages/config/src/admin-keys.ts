import type { RunrateConfig } from "./config.ts";
import { present } from "./present.ts";

/** A provider's admin API that is to be read, with its key. Never log this value. */
export interface AdminKeySetting {
  readonly provider: "openai" | "anthropic" | "litellm";
  readonly organisation?: string;
  readonly key: string;
  readonly baseUrl?: string;
  readonly backfillDays: number;
}

/** The admin APIs that are configured, and the environment variables that are needed but not set. */
export interface AdminKeys {
  readonly keys: readonly AdminKeySetting[];
  readonly missing: readonly string[];
}

const BACKFILL_DAYS = 90;

/** The variables of each provider whose admin API can be read. */
const PROVIDERS = {
  openai: { key: "OPENAI_ADMIN_KEY", baseUrl: "OPENAI_BASE_URL" },
  anthropic: { key: "ANTHROPIC_ADMIN_KEY", baseUrl: "ANTHROPIC_BASE_URL" },
  litellm: { key: "LITELLM_ADMIN_KEY", baseUrl: "LITELLM_BASE_URL" },
} as const;

/** Which admin APIs to read: the organisations of `sources.<provider>`, else the one of the provider's own variable. */
export function adminKeys(
  config: Pick<RunrateConfig, "sources">,
  env: Readonly<Record<string, string | undefined>>,
): AdminKeys {
  const value = (name: string) => env[name]?.trim() || undefined;
  const keys: AdminKeySetting[] = [];
  const missing: string[] = [];
  for (const provider of ["openai", "anthropic", "litellm"] as const) {
    const variables = PROVIDERS[provider];
    const settings = config.sources.find((one) => one.provider === provider);
    const shared = {
      provider,
      backfillDays: settings?.backfillDays ?? BACKFILL_DAYS,
      ...present({ baseUrl: value(variables.baseUrl) }),
    };
    const organisations = settings?.organisations ?? [];
    const own = value(variables.key);
    // A proxy has no address of its own.
    const isNowhere = provider === "litellm" && shared.baseUrl === undefined;
    if (isNowhere && (own !== undefined || organisations.length > 0)) {
      missing.push(variables.baseUrl);
      continue;
    }
    if (organisations.length === 0 && own !== undefined) keys.push({ ...shared, key: own });
    for (const { name, keyFrom } of organisations) {
      const key = value(keyFrom);
      if (key === undefined) missing.push(keyFrom);
      else keys.push({ ...shared, organisation: name, key });
    }
  }
  return { keys, missing };
}

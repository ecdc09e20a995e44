import type { RunrateConfig } from "@runrate/config";
import { startOfDay, UTC } from "@runrate/core";
import type { LedgerSettings } from "@runrate/ledger";

const HOUR_MS = 3_600_000;

/**
 * What `runrate.yml` says about reading a ledger: teams with their dates, billing sources, and when a source is stale. Days are
 * cut in the file's time zone.
 */
export function ledgerSettings(config: RunrateConfig): LedgerSettings {
  const zone = config.timezone ?? UTC;
  return {
    teams: config.teams.map(({ team, match, from, to }) => ({
      team,
      match,
      ...(from === undefined ? {} : { from: startOfDay(from, zone) }),
      ...(to === undefined ? {} : { to: startOfDay(to, zone) }),
    })),
    billing: Object.fromEntries(
      config.sources.flatMap(({ provider, billing }) => (billing === undefined ? [] : [[provider, billing]])),
    ),
    staleAfter: config.sources.flatMap(({ provider, billing, staleAfterHours }) =>
      (billing ?? [`${provider}-admin`, `${provider}-admin:*`]).map((source) => ({
        source,
        ms: staleAfterHours * HOUR_MS,
      })),
    ),
  };
}

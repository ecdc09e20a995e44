import { z } from "zod";
import { checkYaml, type Checked } from "./check.ts";
import { section, timeZone } from "./fields.ts";
import { present } from "./present.ts";
import { configError } from "./problem.ts";
import { alerts, type AlertSettings } from "./sections/alerts.ts";
import { budgets, type BudgetSettings } from "./sections/budgets.ts";
import { callsites, type CallSiteSettings } from "./sections/callsites.ts";
import {
  channels,
  roles,
  teams,
  type ChannelSettings,
  type RoleSettings,
  type TeamSettings,
} from "./sections/people.ts";
import { fixedCosts, storage, type FixedCostSettings, type StorageSettings } from "./sections/planning.ts";
import { policies, type PolicySettings } from "./sections/policies.ts";
import { prices, type PriceSettings } from "./sections/prices.ts";
import { routing, type RoutingSettings } from "./sections/routing.ts";
import { sources, type SourceSettings } from "./sections/sources.ts";
import { workloads, type WorkloadSettings } from "./sections/workloads.ts";

/** What `runrate.yml` says, complete: sections that are absent there have their defaults. */
export interface RunrateConfig {
  /** The zone of days and months where neither question nor budget names one; absent: UTC. */
  readonly timezone?: string;
  readonly prices: PriceSettings;
  /** In the order of the file: the first whose `match` (or `at`) fits has the record (or call site). */
  readonly workloads: readonly WorkloadSettings[];
  readonly budgets: readonly BudgetSettings[];
  readonly policies: PolicySettings;
  readonly routing: RoutingSettings;
  readonly callsites: CallSiteSettings;
  readonly sources: readonly SourceSettings[];
  readonly roles: RoleSettings;
  readonly channels: readonly ChannelSettings[];
  readonly teams: readonly TeamSettings[];
  readonly fixedCosts: readonly FixedCostSettings[];
  readonly storage: StorageSettings;
  readonly alerts: AlertSettings;
  /** Users are kept under a keyed hash of their name. */
  readonly pseudonymiseUsers: boolean;
}

/** The whole of `runrate.yml`. */
export const configSchema = section({
  version: z.literal(1, { error: "must be 1" }).optional(),
  timezone: timeZone().optional(),
  prices: prices.prefault({}),
  workloads: workloads.prefault({}),
  budgets: budgets.prefault([]),
  policies: policies.prefault({}),
  routing: routing.prefault({}),
  callsites: callsites.prefault({}),
  sources: sources.prefault({}),
  roles: roles.prefault({}),
  channels: channels.prefault({}),
  teams: teams.prefault([]),
  fixed_costs: fixedCosts.prefault([]),
  storage: storage.prefault({}),
  alerts: alerts.prefault({}),
  privacy: section({ pseudonymise_users: z.boolean().default(false) }).prefault({}),
}).transform((raw, context): RunrateConfig => {
  const names = new Set(raw.budgets.map(({ name }) => name));
  for (const level of ["warn", "fail"] as const) {
    const { budget } = raw.policies[level];
    if (budget !== undefined && !names.has(budget)) {
      context.issues.push({
        code: "custom",
        input: budget,
        path: ["policies", level, "budget"],
        message: "names no budget of this file",
      });
    }
  }
  const { version: _, privacy, fixed_costs: fixed, timezone, ...sections } = raw;
  return { ...present({ timezone }), ...sections, fixedCosts: fixed, pseudonymiseUsers: privacy.pseudonymise_users };
});

/**
 * Reads `runrate.yml`.
 *
 * @param path the file's name as it should appear in messages
 * @returns the configuration, or all its problems with line and column
 */
export function checkConfig(text: string, path: string): Checked<RunrateConfig> {
  return checkYaml(text, path, configSchema);
}

/**
 * Reads `runrate.yml`, for callers that cannot go on without it.
 *
 * @throws RunrateError `bad_config` with all problems in `facts.problems`
 */
export function parseConfig(text: string, path: string): RunrateConfig {
  const checked = checkConfig(text, path);
  if (checked.kind === "invalid") throw configError(checked.problems);
  return checked.value;
}

/** The configuration of someone who has written none. */
export function defaultConfig(): RunrateConfig {
  return parseConfig("", "runrate.yml");
}

export { adminKeys, type AdminKeys, type AdminKeySetting } from "./admin-keys.ts";
export { parseAmount, type Amount } from "./amount.ts";
export { type Checked } from "./check.ts";
export { checkConfig, defaultConfig, parseConfig, type RunrateConfig } from "./config.ts";
export { requirePseudonymKey } from "./pseudonym-key.ts";
export { DEFAULT_LEDGER, readEnvironment, type Environment, type SlackConnection } from "./environment.ts";
export { configJsonSchema } from "./json-schema.ts";
export { parseOverridesFile } from "./overrides-file.ts";
export { describeProblem, type ConfigProblem } from "./problem.ts";
export { type AlertSettings, type AnomalySettings, type DigestSettings } from "./sections/alerts.ts";
export { type BudgetSettings } from "./sections/budgets.ts";
export {
  type CallSiteSettings,
  type CallValues,
  type DismissalSettings,
  type WrapperSettings,
} from "./sections/callsites.ts";
export { type ChannelSettings, type RoleSettings, type TeamSettings } from "./sections/people.ts";
export { type FixedCostSettings, type StorageSettings } from "./sections/planning.ts";
export { type CommentFloor, type PolicyLimits, type PolicySettings } from "./sections/policies.ts";
export { type PriceSettings } from "./sections/prices.ts";
export { type RoutingSettings } from "./sections/routing.ts";
export { type Condition, type Selector } from "./sections/selector.ts";
export { type SourceSettings } from "./sections/sources.ts";
export { type Volume, type WorkloadSettings } from "./sections/workloads.ts";
export { pathFits, selects, workloadAt, workloadRule, type Attributable } from "./workload-of.ts";

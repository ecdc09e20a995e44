import { z } from "zod";
import { checkYaml, type Checked } from "./check.ts";
import { section, timeZone, whole } from "./fields.ts";
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
import { questions, type QuestionSettings } from "./sections/questions.ts";
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
  readonly questions: QuestionSettings;
  /** Users are kept under a keyed hash of their name, or not at all (`requirePseudonymKey`). */
  readonly pseudonymiseUsers: boolean;
}

/** The whole of `runrate.yml`. */
export const configSchema = section({
  version: whole("the format of this file: 1", { min: 1, max: 1 })
    .optional()
    .meta({ description: "The format of this file: 1." }),
  timezone: timeZone().optional().meta({
    description:
      'Days and months are cut in this IANA time zone where neither question nor budget names one ("Europe/Berlin"). Without it: UTC, as OpenAI bills.',
  }),
  prices: prices
    .prefault({})
    .meta({ description: "Negotiated prices, names of your own for models, and where newer list prices come from." }),
  workloads: workloads.prefault({}).meta({
    description:
      "Named pieces of your application that call a model. A record belongs to the first whose `match` fits, a call site to the first whose `at` fits.",
  }),
  budgets: budgets
    .prefault([])
    .meta({ description: "Amounts per period with alert thresholds. Those declared here are read-only in Slack." }),
  policies: policies
    .prefault({})
    .meta({ description: "What a pull request may do to the bill before it is warned about, or fails." }),
  routing: routing.prefault({}).meta({ description: "By which words a query goes to a cheap or a strong model." }),
  callsites: callsites.prefault({}).meta({ description: "What the scan of the source should know, skip or accept." }),
  sources: sources
    .prefault({})
    .meta({ description: "How each provider's usage comes in, and which source is billed." }),
  roles: roles.prefault({}).meta({ description: "Who may do what in Slack. Without it everyone may set budgets." }),
  channels: channels
    .prefault({})
    .meta({ description: "What may be seen in a channel, and what bare `/cost` shows there." }),
  teams: teams
    .prefault([])
    .meta({ description: "Which usage is whose, from when to when: a reorganisation does not rewrite history." }),
  fixed_costs: fixedCosts.prefault([]).meta({ description: "Seats and subscriptions, shown apart from usage." }),
  storage: storage.prefault({}).meta({
    description:
      "The planning rate for stored threads. No provider bills it by the token: it is off in measured spend.",
  }),
  alerts: alerts
    .prefault({})
    .meta({ description: "Digests, anomalies, and the channel for what concerns the installation." }),
  questions: questions.prefault({}).meta({
    description: "How questions in Slack are understood that the grammar does not know (with OPENAI_API_KEY).",
  }),
  privacy: section({
    pseudonymise_users: z.boolean().default(false).meta({
      description:
        "Keep users under a keyed hash of their name: usage is stored only where `RUNRATE_PSEUDONYM_KEY` is set.",
    }),
  })
    .prefault({})
    .meta({ description: "What is kept about people." }),
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

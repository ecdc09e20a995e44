import { RunrateError } from "@runrate/core";
import { z } from "zod";
import { present } from "./present.ts";

/** How the bot talks to Slack: over HTTP with signed requests, or over a socket that it opens itself. */
export type SlackConnection =
  | { readonly kind: "http"; readonly botToken: string; readonly signingSecret: string; readonly apiUrl?: string }
  | { readonly kind: "socket"; readonly botToken: string; readonly appToken: string; readonly apiUrl?: string };

/** The bot's settings that are secrets, or differ from machine to machine. Never log this value. */
export interface Environment {
  /** Absent: no Slack token is set. */
  readonly slack?: SlackConnection;
  readonly port: number;
  /** A ledger URL: `sqlite:path` or `postgres://...`. */
  readonly ledger: string;
  /** Bearer token of `/v1/*`; absent: those endpoints are closed. */
  readonly ingestToken?: string;
  /** Users are stored under pseudonyms made with this key; absent: under their names. */
  readonly pseudonymKey?: string;
  readonly openai: { readonly apiKey?: string; readonly adminKey?: string; readonly baseUrl?: string };
}

const DEFAULT_PORT = 3_000;
export const DEFAULT_LEDGER = "sqlite:.runrate/ledger.db";

/** A variable that is set to nothing is not set. */
const variable = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional();
const url = variable.refine((value) => value === undefined || /^https?:\/\/[^\s]+$/.test(value), {
  error: "must be an http or https URL",
});
const token = (prefix: string, what: string) =>
  variable.refine((value) => value === undefined || !/^(xox[a-z]|xapp)-/.test(value) || value.startsWith(prefix), {
    error: `must be the ${what} (it begins with ${prefix}); the value set is another kind of Slack token`,
  });

const variables = z.object({
  SLACK_BOT_TOKEN: token("xoxb-", "bot token"),
  SLACK_SIGNING_SECRET: variable,
  SLACK_APP_TOKEN: token("xapp-", "app-level token"),
  SLACK_API_URL: url,
  PORT: variable.refine((value) => value === undefined || (/^\d{1,5}$/.test(value) && Number(value) <= 65_535), {
    error: "must be a port from 0 to 65535",
  }),
  RUNRATE_LEDGER: variable.refine((value) => value === undefined || /^(sqlite:.+|postgres(ql)?:\/\/.+)$/.test(value), {
    error: "must be sqlite:<path> or postgres://<user>@<host>/<database>",
  }),
  RUNRATE_INGEST_TOKEN: variable.refine((value) => value === undefined || /^[\u0021-\u007e]+$/.test(value), {
    error: "must be letters, digits and signs without blanks: it is sent as a bearer token",
  }),
  RUNRATE_PSEUDONYM_KEY: variable.refine((value) => value === undefined || value.length >= 16, {
    error: "must have at least 16 characters: whoever guesses it learns the users' names",
  }),
  OPENAI_API_KEY: variable,
  OPENAI_ADMIN_KEY: variable,
  OPENAI_BASE_URL: url,
  ANTHROPIC_ADMIN_KEY: variable,
  ANTHROPIC_BASE_URL: url,
  LITELLM_ADMIN_KEY: variable,
  LITELLM_BASE_URL: url,
});

/**
 * Reads the bot's environment variables. Messages name variables and never show their values.
 *
 * @param env such as `process.env`; other variables are ignored
 * @throws RunrateError `bad_environment` that names every variable that is wrong or missing
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const result = variables
    .superRefine((set, context) => {
      const complain = (name: string, message: string) => context.addIssue({ code: "custom", path: [name], message });
      if (
        set.SLACK_BOT_TOKEN !== undefined &&
        set.SLACK_SIGNING_SECRET === undefined &&
        set.SLACK_APP_TOKEN === undefined
      ) {
        complain("SLACK_SIGNING_SECRET", "is missing beside SLACK_BOT_TOKEN (or set SLACK_APP_TOKEN for Socket Mode)");
      }
      if (set.SLACK_BOT_TOKEN === undefined && (set.SLACK_SIGNING_SECRET ?? set.SLACK_APP_TOKEN) !== undefined) {
        complain("SLACK_BOT_TOKEN", "is missing: the app's page, OAuth & Permissions, shows it");
      }
    })
    .safeParse(env);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => ({ variable: String(path[0]), message }));
    throw new RunrateError("bad_environment", problems.map((one) => `${one.variable} ${one.message}`).join("; "), {
      problems,
      hint: ".env.example lists every variable.",
    });
  }
  const set = result.data;
  return {
    ...present({
      slack: slackConnection(set),
      ingestToken: set.RUNRATE_INGEST_TOKEN,
      pseudonymKey: set.RUNRATE_PSEUDONYM_KEY,
    }),
    port: set.PORT === undefined ? DEFAULT_PORT : Number(set.PORT),
    ledger: set.RUNRATE_LEDGER ?? DEFAULT_LEDGER,
    openai: present({ apiKey: set.OPENAI_API_KEY, adminKey: set.OPENAI_ADMIN_KEY, baseUrl: set.OPENAI_BASE_URL }),
  };
}

function slackConnection(set: z.output<typeof variables>): SlackConnection | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = set;
  if (botToken === undefined) return undefined;
  const apiUrl = present({ apiUrl: set.SLACK_API_URL });
  // With both, Socket Mode: it is the one that somebody chose to switch on.
  if (appToken !== undefined) return { kind: "socket", botToken, appToken, ...apiUrl };
  return signingSecret === undefined ? undefined : { kind: "http", botToken, signingSecret, ...apiUrl };
}

import { z } from "zod";
import type { NativeBlocks } from "./schema/content.ts";
import type { WorkspaceOptions } from "./state/seed.ts";

/** What `startSandbox` takes; everything has a default. */
export interface SandboxOptions {
  /** Port on 127.0.0.1; 0 (the default) takes a free one. */
  readonly port?: number;
  readonly signingSecret?: string;
  readonly botToken?: string;
  /** App-level token of Socket Mode. */
  readonly appToken?: string;
  readonly workspace?: WorkspaceOptions;
  /** The app's manifest. With it, a method outside its scopes answers `missing_scope`, and only subscribed events are delivered. */
  readonly manifest?: unknown;
  /** The app is installed for the whole organisation; needs `workspace.enterprise`. */
  readonly orgInstall?: boolean;
  /** False makes native charts or tables answer `invalid_blocks`, as a workspace that does not have them yet. */
  readonly native?: Partial<NativeBlocks>;
  /** `documented` answers 429 past each method's tier and past 1 message a second in a channel. `off` by default. */
  readonly rateLimits?: "off" | "documented";
  /** Where the app listens, such as `http://127.0.0.1:3000/slack/events`. May be set later with `connect`. */
  readonly appUrl?: string;
  /** Milliseconds from the sandbox's clock; where the clock starts. The machine's time by default. */
  readonly startAt?: number;
  /** What the page's pull request tab shows; without it there is no such tab. */
  readonly pullRequests?: PullRequests;
}

/** Changes to look at as the action would. */
export interface PullRequests {
  /** To pick from: each a unified diff. */
  readonly samples: readonly { readonly name: string; readonly diff: string }[];
  /** The comment and the verdict of a diff. An error's message is shown to whoever asked. */
  estimate(diff: string): Promise<{ readonly markdown: string; readonly policy: "pass" | "warn" | "fail" }>;
}

export interface SlashCommand {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
  readonly shouldEscape: boolean;
}

export interface Shortcut {
  readonly name: string;
  readonly callbackId: string;
  readonly type: "message" | "global";
}

/** The parts of a manifest that change how Slack treats the app. */
export interface AppFeatures {
  /** Undefined: no manifest was given, every scope is granted. */
  readonly scopes: ReadonlySet<string> | undefined;
  readonly commands: readonly SlashCommand[] | undefined;
  readonly shortcuts: readonly Shortcut[];
  readonly events: ReadonlySet<string> | undefined;
}

export interface Settings {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly orgInstall: boolean;
  readonly features: AppFeatures;
  native: NativeBlocks;
  rateLimits: "off" | "documented";
  appUrl: string | undefined;
  tokenRevoked: boolean;
  readonly pullRequests: PullRequests | undefined;
}

/** The keys read here; docs.slack.dev/reference/app-manifest lists all. */
const manifestSchema = z.looseObject({
  features: z
    .looseObject({
      slash_commands: z
        .array(
          z.looseObject({
            command: z.string(),
            description: z.string().default(""),
            usage_hint: z.string().default(""),
            should_escape: z.boolean().default(false),
          }),
        )
        .default([]),
      shortcuts: z
        .array(z.looseObject({ name: z.string(), callback_id: z.string(), type: z.enum(["message", "global"]) }))
        .default([]),
    })
    .default({ slash_commands: [], shortcuts: [] }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()).default([]) }) }),
  settings: z.looseObject({
    event_subscriptions: z.looseObject({ bot_events: z.array(z.string()).default([]) }).optional(),
  }),
});

function readFeatures(manifest: unknown): AppFeatures {
  if (manifest === undefined) return { scopes: undefined, commands: undefined, shortcuts: [], events: undefined };
  const { features, oauth_config, settings } = manifestSchema.parse(manifest);
  return {
    scopes: new Set(oauth_config.scopes.bot),
    commands: features.slash_commands.map((each) => ({
      command: each.command,
      description: each.description,
      usageHint: each.usage_hint,
      shouldEscape: each.should_escape,
    })),
    shortcuts: features.shortcuts.map((each) => ({ name: each.name, callbackId: each.callback_id, type: each.type })),
    events: new Set(settings.event_subscriptions?.bot_events ?? []),
  };
}

export function readSettings(options: SandboxOptions): Settings {
  return {
    signingSecret: options.signingSecret ?? "sandbox-signing-secret",
    botToken: options.botToken ?? "xoxb-sandbox-bot-token",
    appToken: options.appToken ?? "xapp-sandbox-app-token",
    orgInstall: options.orgInstall ?? false,
    features: readFeatures(options.manifest),
    native: { charts: options.native?.charts ?? true, tables: options.native?.tables ?? true },
    rateLimits: options.rateLimits ?? "off",
    appUrl: options.appUrl,
    tokenRevoked: false,
    pullRequests: options.pullRequests,
  };
}

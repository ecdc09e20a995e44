/** A person or bot of the workspace. */
export interface User {
  readonly id: string;
  /** The handle, without `@`. */
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  readonly isBot: boolean;
  readonly isAdmin: boolean;
  /** True once the person has left: their id stays, they can no longer be written to. */
  deleted: boolean;
  /** IANA zone of the profile. */
  readonly timeZone: string;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export interface Enterprise {
  readonly id: string;
  readonly name: string;
}

/** The app under test, as Slack knows it. */
export interface App {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly botUserId: string;
  readonly botId: string;
}

export type ChannelKind = "public" | "private" | "im" | "mpim";

export interface ChannelSeed {
  readonly id: string;
  /** Without `#`. */
  readonly name: string;
  readonly kind?: ChannelKind;
  /** User ids; the bot's too where it has been invited. Without a list, everybody and the bot. */
  readonly members?: readonly string[];
  readonly archived?: boolean;
  readonly topic?: string;
}

export interface UserSeed {
  readonly id: string;
  readonly name: string;
  readonly realName?: string;
  readonly email?: string;
  readonly isBot?: boolean;
  readonly isAdmin?: boolean;
  readonly deleted?: boolean;
  readonly timeZone?: string;
}

/** What a test may say of the workspace; the rest has defaults. */
export interface WorkspaceOptions {
  readonly team?: Partial<Team>;
  /** Makes the workspace part of an Enterprise organisation. */
  readonly enterprise?: Enterprise;
  readonly app?: Partial<App>;
  readonly users?: readonly UserSeed[];
  readonly userGroups?: readonly UserGroup[];
  readonly channels?: readonly ChannelSeed[];
}

export interface WorkspaceSeed {
  readonly team: Team;
  readonly enterprise: Enterprise | undefined;
  readonly app: App;
  readonly users: readonly User[];
  readonly userGroups: readonly UserGroup[];
  readonly channels: readonly (ChannelSeed & { readonly members: readonly string[] })[];
}

const defaultUsers: readonly UserSeed[] = [
  { id: "U1", name: "ada", realName: "Ada Okafor", email: "ada@example.com", isAdmin: true, timeZone: "Europe/Berlin" },
  { id: "U2", name: "ben", realName: "Ben Ruiz", email: "ben@example.com", timeZone: "America/New_York" },
  { id: "U3", name: "chi", realName: "Chi Tanaka", email: "chi@example.com", timeZone: "Asia/Tokyo" },
];

const defaultChannels: readonly ChannelSeed[] = [
  { id: "C1", name: "llm-costs", topic: "What the models cost" },
  { id: "C2", name: "platform" },
  { id: "C3", name: "random" },
];

/** A workspace with three people and three channels, changed by whatever the options say. */
export function seedWorkspace(options: WorkspaceOptions): WorkspaceSeed {
  const app = {
    id: "A0RUNRATE",
    name: "runrate",
    displayName: "Runrate",
    botUserId: "UBOT",
    botId: "B0RUNRATE",
    ...options.app,
  };
  const users = (options.users ?? defaultUsers).map((user) => ({
    realName: user.name,
    isBot: false,
    isAdmin: false,
    deleted: false,
    timeZone: "Etc/UTC",
    ...user,
  }));
  const everybody = [...users.map((user) => user.id), app.botUserId];
  return {
    team: { id: "T1", name: "Example", domain: "example", ...options.team },
    enterprise: options.enterprise,
    app,
    users,
    userGroups: options.userGroups ?? [],
    channels: (options.channels ?? defaultChannels).map((channel) => ({
      ...channel,
      members: channel.members ?? everybody,
    })),
  };
}

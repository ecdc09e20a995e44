import { RunrateError } from "@runrate/core";
import type { SandboxClock } from "../clock.ts";
import type { Feed } from "../feed.ts";
import { Channels } from "./channel.ts";
import { Files } from "./file.ts";
import { Ids } from "./id.ts";
import type { App, Enterprise, Team, User, UserGroup, WorkspaceSeed } from "./seed.ts";
import { Views } from "./view.ts";

/** All that the fake Slack remembers: people, channels with their messages, views, files. */
export class Workspace {
  readonly team: Team;
  readonly enterprise: Enterprise | undefined;
  readonly app: App;
  readonly users: Map<string, User>;
  readonly userGroups: Map<string, UserGroup>;
  readonly ids: Ids;
  readonly channels: Channels;
  readonly views: Views;
  readonly files: Files;

  constructor(seed: WorkspaceSeed, clock: SandboxClock, feed: Feed) {
    this.team = seed.team;
    this.enterprise = seed.enterprise;
    this.app = seed.app;
    this.ids = new Ids(clock);
    const bot: User = {
      id: seed.app.botUserId,
      name: seed.app.name,
      realName: seed.app.displayName,
      isBot: true,
      isAdmin: false,
      deleted: false,
      timeZone: "Etc/UTC",
    };
    this.users = new Map([...seed.users, bot].map((user) => [user.id, user]));
    this.userGroups = new Map(seed.userGroups.map((group) => [group.id, group]));
    this.channels = new Channels(seed.channels, this.ids, feed);
    this.views = new Views(this.ids, feed);
    this.files = new Files(this.ids, feed);
  }

  get bot(): User {
    return this.user(this.app.botUserId);
  }

  /** @throws RunrateError `sandbox_no_user` when a test names a user that does not exist */
  user(id: string): User {
    const user = this.users.get(id);
    if (!user) {
      throw new RunrateError("sandbox_no_user", `the workspace has no user ${id}`, {
        hint: `it has ${[...this.users.keys()].join(", ")}`,
      });
    }
    return user;
  }
}

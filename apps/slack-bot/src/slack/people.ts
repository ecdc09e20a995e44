import type { RoleSettings } from "@runrate/config";
import type { WebClient } from "@slack/web-api";
import type { Log } from "../log.ts";
import { LookUps } from "./look-up.ts";

/** What somebody may do; each role may do what those before it may. */
export type Role = "viewer" | "budgetOwner" | "admin";

const ROLES: readonly Role[] = ["viewer", "budgetOwner", "admin"];

/** Decides who may do what, by `roles` in `runrate.yml`. */
export class People {
  readonly #roles: RoleSettings;
  readonly #groups: LookUps<ReadonlySet<string>>;

  constructor(roles: RoleSettings, client: WebClient, log: Log) {
    this.#roles = roles;
    this.#groups = new LookUps(
      async (usergroup) => new Set((await client.usergroups.users.list({ usergroup })).users ?? []),
      (error, group) =>
        log.warn({ err: error, group }, "a user group could not be looked up; nobody is kept out by it"),
    );
  }

  /**
   * Whether a person has a role, or a higher one. A role that `runrate.yml` does not give to anybody is everybody's, and a user
   * group that cannot be looked up keeps nobody out.
   */
  async may(userId: string, role: Role): Promise<boolean> {
    if (this.#roles[role] === undefined) return true;
    const given = ROLES.slice(ROLES.indexOf(role)).flatMap((each) => this.#roles[each] ?? []);
    if (given.includes(userId) || given.includes("*")) return true;
    for (const group of given.filter((each) => each.startsWith("S"))) {
      const members = await this.#groups.find(group);
      if (members.kind === "failed" || members.value.has(userId)) return true;
    }
    return false;
  }
}

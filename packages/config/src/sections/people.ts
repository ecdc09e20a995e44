import { z } from "zod";
import { calendarDay, section, text, texts } from "../fields.ts";
import { present } from "../present.ts";
import { selector, type Selector } from "./selector.ts";

/** Who may do what in Slack: user ids (U…), user group ids (S…), or "*" for everyone. Absent roles: everyone may set budgets. */
export interface RoleSettings {
  readonly viewer?: readonly string[];
  readonly budgetOwner?: readonly string[];
  readonly admin?: readonly string[];
}

/** What may be asked in a channel, and what bare `/cost` shows there. */
export interface ChannelSettings {
  /** Its id or its name without "#". */
  readonly channel: string;
  /** What the channel may see; absent: everything. */
  readonly sees?: Selector;
  /** Its default scope; absent: everything that it may see. */
  readonly scope?: Selector;
}

/** A rule that gives usage a team, between two calendar days of the file's time zone. The first that fits wins. */
export interface TeamSettings {
  readonly team: string;
  readonly match: Selector;
  /** First day, inclusive; absent: since ever. */
  readonly from?: string;
  /** First day on which it no longer holds; absent: for ever. */
  readonly to?: string;
}

const members = texts('a Slack user id (U…), a user group id (S…) or "*", or a list of them');

export const roles = section({
  viewer: members.optional(),
  budget_owner: members.optional(),
  admin: members.optional(),
}).transform((raw): RoleSettings => present({ viewer: raw.viewer, budgetOwner: raw.budget_owner, admin: raw.admin }));

const channel = section({ sees: selector.optional(), scope: selector.optional() });

export const channels = z
  .record(z.string(), channel)
  .transform((map): readonly ChannelSettings[] =>
    Object.entries(map).map(([name, raw]) => present({ channel: name.replace(/^#/, ""), ...raw })),
  );

const team = section({
  team: text("the team's name"),
  match: selector,
  from: calendarDay("the first day on which it holds").optional(),
  to: calendarDay("the first day on which it no longer holds").optional(),
}).refine(({ from, to }) => from === undefined || to === undefined || from < to, {
  path: ["to"],
  error: "must be after `from`",
});

export const teams = z.array(team).transform((list): readonly TeamSettings[] => list.map((raw) => present(raw)));

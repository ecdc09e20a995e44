import type { JsonObject } from "../src/json.ts";

/** What the page is told of the workspace; `src/page/snapshot.ts` writes it. */
export interface WorkspaceSnapshot {
  readonly team: string;
  readonly app: { readonly name: string; readonly botUserId: string; readonly connected: boolean };
  readonly users: readonly {
    readonly id: string;
    readonly name: string;
    readonly realName: string;
    readonly isBot: boolean;
  }[];
  readonly userGroups: readonly { readonly id: string; readonly handle: string }[];
  readonly channels: readonly ChannelSnapshot[];
  readonly commands: readonly { readonly command: string; readonly description: string; readonly usageHint: string }[];
  readonly messageShortcuts: readonly { readonly name: string; readonly callbackId: string }[];
}

export interface ChannelSnapshot {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly archived: boolean;
  readonly isDirect: boolean;
}

export interface MessageSnapshot {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  readonly isFromSlack: boolean;
  readonly reactions: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly { readonly name: string; readonly url: string }[];
  /** `state.values` of its menus and inputs. */
  readonly values: JsonObject;
}

export interface ViewSnapshot {
  readonly id: string;
  readonly payload: JsonObject;
  readonly blocks: readonly JsonObject[];
  readonly errors: Readonly<Record<string, string>>;
  readonly values: JsonObject;
}

/** One thing a person did on the page. */
export type Act =
  | { readonly act: "command"; readonly channel: string; readonly text: string }
  | { readonly act: "say"; readonly channel: string; readonly text: string; readonly threadTs?: string }
  | { readonly act: "press"; readonly place: "modal" | "home"; readonly actionId: string; readonly choice: Choice }
  | {
      readonly act: "press";
      readonly place: "message";
      readonly channel: string;
      readonly ts: string;
      readonly actionId: string;
      readonly choice: Choice;
    }
  | { readonly act: "submit"; readonly entries: Readonly<Record<string, Choice>> }
  | { readonly act: "close" }
  | { readonly act: "home" }
  | { readonly act: "shortcut"; readonly callbackId: string; readonly channel: string; readonly ts: string };

export type Choice = string | readonly string[] | null;

/** What came of an act; `problem` is what a person is told when the app did not take it. */
export interface ActResult {
  readonly problem: string | null;
}

/** A change that can be picked. */
export interface PullRequestSample {
  readonly name: string;
  readonly diff: string;
}

/** What the action would say of a change. */
export interface PullRequestEstimate {
  readonly markdown: string;
  readonly policy: "pass" | "warn" | "fail";
}

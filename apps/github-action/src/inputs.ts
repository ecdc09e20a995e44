import { RunrateError } from "@runrate/core";

/** When a comment is posted: always, on change, when the policy fails, never. */
export const COMMENT_MODES = ["always", "change", "failure", "never"] as const;
export type CommentMode = (typeof COMMENT_MODES)[number];

/** The action's inputs, parsed. Every default stands here: `action.yml`'s are absent when the bundle runs by itself. */
export interface Inputs {
  readonly token: string;
  /** Path of `runrate.yml` from the repository's root; read from the base. */
  readonly config: string;
  readonly comment: CommentMode;
  /** Told apart from the comments of another use of the action in the same workflow. */
  readonly commentId: string;
  /** A usage file, the bot's URL, or `openai`; empty: volumes come from `runrate.yml` alone. */
  readonly usage: string;
  readonly usageToken: string;
  readonly openaiAdminKey: string;
  /** Null: everything on private repositories, list prices per 1,000 calls on public ones. */
  readonly disclose: boolean | null;
  readonly failOnError: boolean;
  readonly annotations: boolean;
  /** Globs; empty: everything. */
  readonly paths: readonly string[];
  /** Revisions instead of those of the event. */
  readonly base: string;
  readonly head: string;
  /** A newer price catalogue: a file, a URL, or the bot's. */
  readonly catalogue: string;
  readonly catalogueToken: string;
  /** The bot that follows estimates after the merge; empty: none. */
  readonly estimatesUrl: string;
  readonly estimatesToken: string;
  /** A stored result that this run posts, and computes nothing. */
  readonly postFrom: string;
}

/** Where `runrate.yml` is looked for when nobody says otherwise. */
export const DEFAULT_CONFIG = "runrate.yml";

export type GetInput = (name: string) => string;

/** @throws RunrateError `bad_input` naming the input, its value and what it may be */
export function readInputs(input: GetInput, env: Readonly<Record<string, string | undefined>>): Inputs {
  const text = (name: string, otherwise = ""): string => {
    const value = input(name).trim();
    return value === "" ? otherwise : value;
  };
  const flag = (name: string): boolean | null => {
    const value = text(name).toLowerCase();
    if (value === "") return null;
    if (["true", "yes", "on", "1"].includes(value)) return true;
    if (["false", "no", "off", "0"].includes(value)) return false;
    throw badInput(name, value, "true or false");
  };
  const mode = text("comment", "change").toLowerCase();
  const comment = COMMENT_MODES.find((one) => one === mode);
  if (comment === undefined) throw badInput("comment", mode, COMMENT_MODES.join(", "));
  const commentId = text("comment-id", "default");
  if (!/^[\w.-]{1,60}$/.test(commentId)) throw badInput("comment-id", commentId, "letters, digits, dots and hyphens");
  return {
    token: text("github-token", env["GITHUB_TOKEN"]?.trim() ?? ""),
    config: text("config", DEFAULT_CONFIG),
    comment,
    commentId,
    usage: text("usage"),
    usageToken: text("usage-token"),
    openaiAdminKey: text("openai-admin-key"),
    disclose: flag("disclose"),
    failOnError: flag("fail-on-error") ?? false,
    annotations: flag("annotations") ?? true,
    paths: text("paths")
      .split(/[\n,]/)
      .map((glob) => glob.trim())
      .filter((glob) => glob !== ""),
    base: text("base"),
    head: text("head"),
    catalogue: text("catalogue"),
    catalogueToken: text("catalogue-token"),
    estimatesUrl: text("estimates-url"),
    estimatesToken: text("estimates-token"),
    postFrom: text("post-from"),
  };
}

function badInput(name: string, value: string, allowed: string): RunrateError {
  return new RunrateError("bad_input", `input ${name} is "${value.slice(0, 80)}"`, { hint: `It may be ${allowed}.` });
}

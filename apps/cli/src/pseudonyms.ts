import { RunrateError } from "@runrate/core";
import { userPseudonym } from "@runrate/ledger";
import type { CommandContext } from "./context.ts";
import { withEnvFile } from "./env-file.ts";

/** How users are called in the ledger when `RUNRATE_PSEUDONYM_KEY` is set; nothing otherwise. */
export function pseudonymsOf({ terminal, folder }: Pick<CommandContext, "terminal" | "folder">): {
  readonly pseudonym?: (user: string) => string;
} {
  const key = withEnvFile(terminal.env, folder)["RUNRATE_PSEUDONYM_KEY"]?.trim();
  if (key === undefined || key === "") return {};
  if (key.length >= 16) return { pseudonym: userPseudonym(key) };
  throw new RunrateError("bad_environment", "RUNRATE_PSEUDONYM_KEY must have at least 16 characters", {
    hint: "Make one with `openssl rand -base64 24`, and keep it: another key makes other pseudonyms.",
  });
}

import { requirePseudonymKey } from "@runrate/config";
import { RunrateError } from "@runrate/core";
import { userPseudonym } from "@runrate/ledger";
import { configurationOf } from "./configuration.ts";
import type { CommandContext } from "./context.ts";
import { withEnvFile } from "./env-file.ts";

/**
 * How users are called in the ledger when `RUNRATE_PSEUDONYM_KEY` is set; nothing otherwise.
 *
 * @throws RunrateError `bad_environment` for a key that is too short, or is missing where `runrate.yml` asks for one
 */
export function pseudonymsOf(context: CommandContext): { readonly pseudonym?: (user: string) => string } {
  const written = withEnvFile(context.terminal.env, context.folder)["RUNRATE_PSEUDONYM_KEY"]?.trim();
  const key = written === "" ? undefined : written;
  requirePseudonymKey(configurationOf(context), key);
  if (key === undefined) return {};
  if (key.length >= 16) return { pseudonym: userPseudonym(key) };
  throw new RunrateError("bad_environment", "RUNRATE_PSEUDONYM_KEY must have at least 16 characters", {
    hint: "Make one with `openssl rand -base64 24`, and keep it: another key makes other pseudonyms.",
  });
}

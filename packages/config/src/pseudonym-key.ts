import { RunrateError } from "@runrate/core";
import type { RunrateConfig } from "./config.ts";

/**
 * Users that are to be kept under a keyed hash must never be stored by name for want of the key: whoever stores usage asks first.
 *
 * @param key `RUNRATE_PSEUDONYM_KEY`
 * @throws RunrateError `bad_environment` where `privacy.pseudonymise_users` is set and there is no key
 */
export function requirePseudonymKey(config: Pick<RunrateConfig, "pseudonymiseUsers">, key: string | undefined): void {
  if (!config.pseudonymiseUsers || key !== undefined) return;
  throw new RunrateError(
    "bad_environment",
    "runrate.yml keeps users under a keyed hash (privacy.pseudonymise_users), and RUNRATE_PSEUDONYM_KEY is not set",
    {
      hint: "Set the key that the ledger's pseudonyms were made with; a first one comes from `openssl rand -base64 24`.",
    },
  );
}

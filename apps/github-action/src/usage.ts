import type { NamedProfile } from "@runrate/bill";
import { parseUsageProfile, RunrateError } from "@runrate/core";
import { botAddress, isAddress } from "./bot-address.ts";
import { fetchText } from "./fetch-text.ts";
import type { Inputs } from "./inputs.ts";
import { openAiProfile } from "./openai-usage.ts";
import type { Revisions } from "./revisions.ts";
import { readTrustedFile } from "./trusted-file.ts";

export interface UsagePorts {
  readonly workspace: string;
  readonly revisions: Revisions;
  readonly now: number;
  readonly openAiBaseUrl: string;
}

/** Measured volumes from where the input `usage` says: a file, the bot, or OpenAI; null where it says nothing. */
export async function measuredUsage(inputs: Inputs, ports: UsagePorts): Promise<NamedProfile | null> {
  const { usage } = inputs;
  if (usage === "") return null;
  if (usage === "openai") {
    if (inputs.openaiAdminKey === "") {
      throw new RunrateError("bad_input", "usage is openai, and there is no openai-admin-key", {
        hint: "Pass an admin key from the repository's secrets.",
      });
    }
    const profile = await openAiProfile(inputs.openaiAdminKey, ports.openAiBaseUrl, ports.now);
    return { name: "OpenAI's usage API", profile };
  }
  if (isAddress(usage)) {
    const text = await fetchText(botAddress(usage, "/v1/usage/export"), inputs.usageToken, "usage");
    return {
      name: `the ledger behind ${new URL(usage).host}`,
      profile: parseUsageProfile(text, "the bot's answer"),
    };
  }
  const text = await readTrustedFile(ports.workspace, ports.revisions, usage);
  return { name: usage, profile: parseUsageProfile(text, usage) };
}

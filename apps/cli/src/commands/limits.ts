import { adminKeys } from "@runrate/config";
import { formatUsd, RunrateError, toDecimal } from "@runrate/core";
import { openAdminClient, readSpendLimits, type SpendLimits } from "@runrate/ledger";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { withEnvFile } from "../env-file.ts";
import { printable } from "../failure.ts";
import type { CommandResult } from "../terminal.ts";

/** `runrate limits`: OpenAI's own spend alerts and hard limit of each organisation. */
export async function limits(
  _args: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandResult> {
  const configured = adminKeys(configurationOf(context), withEnvFile(context.terminal.env, context.folder));
  const keys = configured.keys.filter(({ provider }) => provider === "openai");
  if (keys.length === 0) {
    throw new RunrateError("no_admin_key", "OPENAI_ADMIN_KEY is not set", {
      hint: "An admin key (sk-admin-…) from platform.openai.com, Organization settings, Admin keys.",
    });
  }
  const read: { readonly organisation: string; readonly limits: SpendLimits }[] = [];
  for (const { organisation = "openai", key, baseUrl } of keys) {
    const client = await openAdminClient({ adminKey: key, ...(baseUrl === undefined ? {} : { baseUrl }) });
    read.push({ organisation, limits: await readSpendLimits(client) });
  }
  return {
    text: read.map(({ organisation, limits: one }) => describe(organisation, one)).join("\n"),
    json: {
      organisations: read.map(({ organisation, limits: { limit, alerts } }) => ({
        organisation,
        limit: limit && { ...limit, usd: toDecimal(limit.usd) },
        alerts: alerts.map((alert) => ({ ...alert, usd: toDecimal(alert.usd) })),
      })),
    },
  };
}

function describe(organisation: string, { limit, alerts }: SpendLimits): string {
  const hard =
    limit === null
      ? "no hard limit: OpenAI never refuses calls for their cost"
      : `hard limit ${formatUsd(limit.usd)} a ${limit.interval} (${limit.status}): past it OpenAI answers 429`;
  const mails = alerts.map(
    ({ usd, interval, recipients }) => `  mail to ${recipients} at ${formatUsd(usd)} a ${interval}`,
  );
  return [`${printable(organisation)}: ${hard}`, ...(mails.length === 0 ? ["  no spend alerts"] : mails)].join("\n");
}

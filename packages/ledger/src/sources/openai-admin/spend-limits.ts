import { picoUsd, RunrateError, type PicoUsd } from "@runrate/core";
import type { OpenAI } from "openai";
import { z } from "zod";
import { adminFailure, isNotOffered } from "./admin-client.ts";

const PICO_PER_CENT = 10_000_000_000n;

const alert = z.looseObject({
  threshold_amount: z.number().int(),
  currency: z.string(),
  interval: z.string(),
  notification_channel: z.looseObject({ recipients: z.array(z.string()) }).nullish(),
});

const limit = z.looseObject({
  threshold_amount: z.number().int(),
  currency: z.string(),
  interval: z.string(),
  enforcement: z.looseObject({ status: z.string() }).nullish(),
});

/** What OpenAI itself watches: mail at thresholds, and the limit past which it refuses calls with 429. */
export interface SpendLimits {
  /** Null: the organisation has set none. */
  readonly limit: { readonly usd: PicoUsd; readonly interval: string; readonly status: string } | null;
  /** Cheapest first. */
  readonly alerts: readonly { readonly usd: PicoUsd; readonly interval: string; readonly recipients: number }[];
}

/**
 * Reads an organisation's own spend alerts and hard limit (openai 7.57, `spendAlerts` and `spendLimit`; amounts in cents).
 *
 * @throws RunrateError `limits_not_offered`; as `adminFailure` says
 */
export async function readSpendLimits(client: OpenAI): Promise<SpendLimits> {
  const { organization } = client.admin;
  try {
    const alerts: SpendLimits["alerts"][number][] = [];
    for await (const one of organization.spendAlerts.list()) {
      const { threshold_amount: cents, interval, notification_channel: channel } = alert.parse(one);
      alerts.push({ usd: ofCents(cents), interval, recipients: channel?.recipients.length ?? 0 });
    }
    return { limit: await hardLimit(client), alerts: alerts.sort((a, b) => (a.usd < b.usd ? -1 : 1)) };
  } catch (error) {
    if (isNotOffered(error)) {
      throw new RunrateError(
        "limits_not_offered",
        "the admin API at this address has no spend alerts and limits (404)",
        {
          hint: "OpenAI's own has them: check OPENAI_BASE_URL.",
        },
      );
    }
    throw adminFailure(error, "spend alerts and limits");
  }
}

async function hardLimit(client: OpenAI): Promise<SpendLimits["limit"]> {
  try {
    const read = limit.parse(await client.admin.organization.spendLimit.retrieve());
    return {
      usd: ofCents(read.threshold_amount),
      interval: read.interval,
      status: read.enforcement?.status ?? "unknown",
    };
  } catch (error) {
    if (isNotOffered(error)) return null;
    throw error;
  }
}

function ofCents(cents: number): PicoUsd {
  return picoUsd(BigInt(cents) * PICO_PER_CENT);
}

import { formatUsd, parseUsd, returnOnSpend, toDecimal } from "@runrate/core";
import { wholeArgument } from "../arguments.ts";
import type { CommandResult } from "../terminal.ts";

interface RoiOptions {
  readonly cost: string;
  readonly users: string;
  readonly interactions: string;
}

/** `runrate roi` (SPEC.md, section 4). */
export function roi(_args: readonly string[], options: RoiOptions): CommandResult {
  const users = wholeArgument(options.users, "--users");
  const interactions = wholeArgument(options.interactions, "--interactions");
  const { costPerInteraction, costPerUser, grade } = returnOnSpend(parseUsd(options.cost), users, interactions);
  return {
    text: `${formatUsd(costPerInteraction)} an interaction, ${formatUsd(costPerUser)} a user: ${grade}`,
    json: {
      kind: "roi",
      currency: "USD",
      cost_per_interaction_usd: toDecimal(costPerInteraction),
      cost_per_user_usd: toDecimal(costPerUser),
      grade,
    },
  };
}

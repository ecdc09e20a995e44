import { parseBudgetCommand, parseScope, readName, splitWords, type BudgetProposal } from "@runrate/budgets";
import { parseAmount } from "@runrate/config";
import { RunrateError } from "@runrate/core";
import type { ViewOutput } from "@slack/bolt";
import { z } from "zod";

const metadata = z.object({ budget: z.string().nullable(), revision: z.number().int(), channel: z.string() });

/** A submitted form of a budget; errors are by the block that they stand under. */
export type ReadBudget =
  | {
      readonly kind: "read";
      /** The budget that was edited, at the revision that the form showed; null for a new one. */
      readonly edited: { readonly id: string; readonly revision: number } | null;
      readonly proposal: BudgetProposal;
      readonly reason: string;
    }
  | { readonly kind: "invalid"; readonly errors: Record<string, string> };

/** Reads the form; every field that is wrong says so. */
export function readBudgetModal(
  { private_metadata, state }: Pick<ViewOutput, "private_metadata" | "state">,
  tags: readonly string[],
): ReadBudget {
  const form = metadata.safeParse(parseJson(private_metadata));
  if (!form.success) return { kind: "invalid", errors: { amount: "This form is out of date: open it again." } };
  const errors: Record<string, string> = {};
  const text = (id: string) => state.values[id]?.[id]?.value?.trim() ?? "";
  const field = <T>(id: string, read: (value: string) => T): T | undefined => {
    try {
      return read(text(id));
    } catch (error) {
      if (!(error instanceof RunrateError)) throw error;
      errors[id] = `${error.message}${error.hint === undefined ? "" : `. ${error.hint}`}`.slice(0, 300);
      return undefined;
    }
  };
  const amount = field("amount", parseAmount);
  const name = text("name") === "" ? undefined : field("name", readName);
  const scope = field("scope", (value) =>
    parseScope(
      splitWords(value).map((word) => word.text),
      tags,
    ),
  );
  const actual = field("actual", thresholds);
  const forecast = field("forecast", thresholds);
  const period = ["day", "week", "month", "quarter"].find(
    (each) => each === state.values["period"]?.["period"]?.selected_option?.value,
  );
  if (
    amount === undefined ||
    scope === undefined ||
    actual === undefined ||
    forecast === undefined ||
    Object.keys(errors).length > 0
  )
    return { kind: "invalid", errors };
  const owner = state.values["owner"]?.["owner"]?.selected_user ?? undefined;
  return {
    kind: "read",
    edited: form.data.budget === null ? null : { id: form.data.budget, revision: form.data.revision },
    reason: text("reason"),
    proposal: {
      amount,
      period: period === "day" || period === "week" || period === "quarter" ? period : "month",
      scope,
      thresholds: { actual, forecast },
      channel: state.values["channel"]?.["channel"]?.selected_conversation ?? form.data.channel,
      ...(name === undefined ? {} : { name }),
      ...(owner === undefined ? {} : { owner }),
    },
  };
}

/** Which budget a form is about, whatever its fields say; undefined for a new one. */
export function editedBudget({ private_metadata }: Pick<ViewOutput, "private_metadata">): string | undefined {
  const form = metadata.safeParse(parseJson(private_metadata));
  return form.success ? (form.data.budget ?? undefined) : undefined;
}

/** "50 80, 100 %" by the rules of the command. */
function thresholds(value: string): readonly string[] {
  const percents = value.replaceAll(/[,;%]+/g, " ").trim();
  if (percents === "") return [];
  const command = parseBudgetCommand(`set $1 month alert ${percents}`);
  return command.kind === "set" ? (command.proposal.thresholds?.actual ?? []) : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

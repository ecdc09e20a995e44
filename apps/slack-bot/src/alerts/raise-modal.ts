import { amountText, type Budget } from "@runrate/budgets";
import { toDecimal } from "@runrate/core";
import { parseAmount } from "@runrate/config";
import type { ViewOutput } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { cut, escapeName, escapeText, mrkdwn, plain } from "../blocks/text.ts";
import { ACTIONS } from "./actions.ts";

/** The form that raises a budget: a new amount, and why. */
export function raiseModal(budget: Budget): ModalView {
  const { amount, period } = budget.terms;
  return {
    type: "modal",
    callback_id: ACTIONS.raiseSubmit,
    private_metadata: `${budget.id}/${budget.revision}`,
    title: plain("Raise budget"),
    submit: plain("Raise"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "section",
        text: mrkdwn(`*${escapeName(cut(budget.name, 100))}* stands at ${amountText(amount)} a ${period}.`),
      },
      {
        type: "input",
        block_id: "amount",
        label: plain("New amount"),
        element: {
          type: "plain_text_input",
          action_id: "amount",
          initial_value: amount.kind === "usd" ? `$${toDecimal(amount.usd)}` : `${amount.tokens} tokens`,
          max_length: 40,
        },
      },
      {
        type: "input",
        block_id: "reason",
        label: plain("Reason"),
        element: { type: "plain_text_input", action_id: "reason", multiline: true, max_length: 500 },
      },
    ],
  };
}

/** What does the same as the form, as a sentence. */
export function raiseInstead({ name }: Budget): string {
  return `Or type \`/cost budget raise ${escapeText(name.replaceAll("`", "'"))} <amount> because <reason>\`.`.replace(
    /<(amount|reason)>/g,
    "&lt;$1&gt;",
  );
}

/** What the form says. */
export type ReadRaise =
  | {
      readonly kind: "read";
      readonly budget: string;
      /** The revision that the form showed. */
      readonly revision: number;
      readonly amount: string;
      readonly reason: string;
    }
  | { readonly kind: "invalid"; readonly errors: Record<string, string> };

/** Reads the submitted form; errors are by the block that they stand under. */
export function readRaise(view: ViewOutput): ReadRaise {
  const [, budget = "", revision = ""] = /^(\d{1,15})\/(\d{1,9})$/.exec(view.private_metadata) ?? [];
  const amount = view.state.values["amount"]?.["amount"]?.value?.trim() ?? "";
  const reason = view.state.values["reason"]?.["reason"]?.value?.trim() ?? "";
  if (budget === "") return { kind: "invalid", errors: { amount: "This form is out of date: open it again." } };
  if (reason === "") return { kind: "invalid", errors: { reason: "Say why, for whoever asks later." } };
  try {
    parseAmount(amount);
  } catch {
    return { kind: "invalid", errors: { amount: 'Write an amount such as "$1.5k" or "500k tokens".' } };
  }
  return { kind: "read", budget, revision: Number(revision), amount, reason };
}

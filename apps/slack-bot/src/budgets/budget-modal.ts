import { scopeText, type Budget } from "@runrate/budgets";
import { toDecimal, type BudgetPeriod } from "@runrate/core";
import type { ModalView } from "@slack/types";
import { plain } from "../blocks/text.ts";
import { isChannelId, isUserId } from "../alerts/slack-id.ts";

/** The callback and action ids of budgets' forms. */
export const BUDGET_IDS = {
  submit: "budget_submit",
  tryIt: "budget_try",
  remove: "budget_remove",
  edit: "budget_edit",
  raise: "budget_raise",
  create: "budget_create",
} as const;

/** What does the same as the form of a new budget, as a sentence. */
export const SET_INSTEAD = "Or type it: `/cost budget set $500 month`; `/cost budget help` shows what else it takes.";

const PERIODS: readonly { readonly value: BudgetPeriod; readonly label: string }[] = [
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
  { value: "quarter", label: "Quarter" },
];

/** The form of a budget, new or there already. @param channel where alerts go when it is new */
export function budgetModal(budget: Budget | null, channel: string): ModalView {
  const terms = budget?.terms;
  const period = PERIODS.find(({ value }) => value === (terms?.period ?? "month"));
  const option = (each: (typeof PERIODS)[number]) => ({ text: plain(each.label), value: each.value });
  const alertsIn = terms?.channel ?? channel;
  return {
    type: "modal",
    callback_id: BUDGET_IDS.submit,
    private_metadata: JSON.stringify({
      budget: budget?.id ?? null,
      revision: budget?.revision ?? 0,
      channel: alertsIn,
    }),
    title: plain(budget === null ? "New budget" : "Edit budget"),
    submit: plain(budget === null ? "Set" : "Save"),
    close: plain("Cancel"),
    blocks: [
      textInput("name", "Name", budget?.name ?? "", {
        isOptional: budget === null,
        hint: "Left empty, it is named after what it is for.",
      }),
      textInput("amount", "Amount", terms === undefined ? "" : amountValue(terms.amount), {
        hint: "$500, $1.5k or 500k tokens",
      }),
      {
        type: "input",
        block_id: "period",
        label: plain("Period"),
        element: {
          type: "static_select",
          action_id: "period",
          options: PERIODS.map(option),
          ...(period === undefined ? {} : { initial_option: option(period) }),
        },
      },
      textInput("scope", "For", terms === undefined || terms.scope.length === 0 ? "" : scopeText(terms.scope), {
        isOptional: true,
        hint: "model:gpt-4o* project:search tag.env:prod; left empty: everything",
      }),
      textInput("actual", "Alert at per cent of spend", (terms?.thresholds.actual ?? ["50", "80", "100"]).join(" "), {
        isOptional: true,
      }),
      textInput("forecast", "Alert at per cent of the forecast", (terms?.thresholds.forecast ?? ["100"]).join(" "), {
        isOptional: true,
      }),
      {
        type: "input",
        block_id: "channel",
        optional: true,
        label: plain("Channel"),
        element: {
          type: "conversations_select",
          action_id: "channel",
          ...(isChannelId(alertsIn) ? { initial_conversation: alertsIn } : {}),
        },
      },
      {
        type: "input",
        block_id: "owner",
        optional: true,
        label: plain("Owner"),
        element: {
          type: "users_select",
          action_id: "owner",
          ...(terms?.owner != null && isUserId(terms.owner) ? { initial_user: terms.owner } : {}),
        },
      },
      ...(budget === null
        ? []
        : [
            textInput("reason", "Reason of the change", "", {
              isOptional: true,
              hint: "Stands in the history and in the thread.",
            }),
          ]),
      {
        type: "actions",
        block_id: "budget_actions",
        elements: [
          { type: "button", action_id: BUDGET_IDS.tryIt, text: plain("When would it have alerted?") },
          ...(budget === null
            ? []
            : [
                {
                  type: "button" as const,
                  action_id: BUDGET_IDS.remove,
                  style: "danger" as const,
                  text: plain("Delete"),
                  confirm: {
                    title: plain("Delete this budget?"),
                    text: plain("It alerts no more. What it has told stays."),
                    confirm: plain("Delete"),
                    deny: plain("Keep"),
                  },
                },
              ]),
        ],
      },
    ],
  };
}

function textInput(
  id: string,
  label: string,
  value: string,
  { isOptional = false, hint }: { readonly isOptional?: boolean; readonly hint?: string } = {},
): ModalView["blocks"][number] {
  return {
    type: "input",
    block_id: id,
    optional: isOptional,
    label: plain(label),
    ...(hint === undefined ? {} : { hint: plain(hint) }),
    element: {
      type: "plain_text_input",
      action_id: id,
      max_length: 300,
      ...(value === "" ? {} : { initial_value: value.slice(0, 300) }),
    },
  };
}

function amountValue(amount: Budget["terms"]["amount"]): string {
  return amount.kind === "usd" ? `$${toDecimal(amount.usd)}` : `${amount.tokens} tokens`;
}

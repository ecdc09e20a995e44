/** What buttons and menus are called, in one place: the manifest's test and the listeners hold on to these. */
export const ACTIONS = {
  why: "answer_why",
  share: "answer_share",
  by: "answer_by",
  more: "answer_more",
  /** `ask_1`, `ask_2` …: a suggested question. */
  ask: "ask_",
  setBudget: "open_budget_form",
} as const;

export const VIEWS = { share: "share_answer" } as const;

export const SHORTCUTS = { explain: "explain_spend" } as const;

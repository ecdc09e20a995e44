/** What can be done with budgets, each line a command that can be typed. */
export const BUDGET_HELP = [
  "`/cost budget` lists the budgets and how they stand",
  "`/cost budget set $1.5k month` sets one for everything, told in this channel at 50, 80 and 100 %",
  "`/cost budget set $200 week for model:gpt-4o* project:search alert 75 90 100 in #costs named search`",
  "`/cost budget set 500k tokens day for tag.env:prod` limits tokens",
  "`/cost budget try $300 month` says when it would have alerted in the last 90 days",
  "`/cost budget raise search $300 because we launched`, `edit search`, `delete search`, `history search`",
  "`/cost budget test` sends a marked test alert; `set` without more opens a form",
  "`/cost budget export` writes the budgets for runrate.yml, `apply` takes over what stands there",
].join("\n");

import { RunrateError, type Unpriced } from "@runrate/core";

const CODES = {
  unknown_model: true,
  ambiguous_model: true,
  no_rate: true,
  not_yet_effective: true,
  no_token_price: true,
} satisfies Record<Unpriced["code"], true>;

/** Whether an error says that something has no price: the answer is "no", and the command line was right. */
export function isUnpriced(code: string): boolean {
  return Object.hasOwn(CODES, code);
}

/** What has no price, as the error of a calculation: never $0. */
export function unpricedError({ code, message, suggestions }: Unpriced): RunrateError {
  const [said, ...meant] = message.split("; did you mean ");
  const hint =
    suggestions.length > 0
      ? `Did you mean ${suggestions.join(", ")}?`
      : "`runrate prices list` shows the models with a price; `--overrides` adds one.";
  return new RunrateError(code, suggestions.length > 0 && meant.length > 0 ? (said ?? message) : message, { hint });
}

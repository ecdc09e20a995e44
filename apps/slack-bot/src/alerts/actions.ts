/** The action ids of alerts' buttons, and the callback ids of their modals. */
export const ACTIONS = {
  acknowledge: "alert_acknowledge",
  snooze: "alert_snooze",
  raise: "alert_raise",
  raiseSubmit: "alert_raise_submit",
  why: "alert_why",
  expected: "alert_expected",
  acknowledgeNotice: "notice_acknowledge",
  snoozeNotice: "notice_snooze",
  whyNotice: "notice_why",
} as const;

/** Which message a button belongs to, as its value. */
export function placeValue(budget: string, periodStart: number): string {
  return `${budget}/${periodStart}`;
}

/** Reads a button's value; undefined for one that is none of ours. */
export function readPlace(
  value: string | undefined,
): { readonly budget: string; readonly periodStart: number } | undefined {
  const [, budget, start] = /^(\d{1,15})\/(-?\d{1,15})$/.exec(value ?? "") ?? [];
  return budget === undefined || start === undefined ? undefined : { budget, periodStart: Number(start) };
}

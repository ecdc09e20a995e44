import { daysPeriod, RunrateError, startOfDay, type Span } from "@runrate/core";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Every instant that a record can have. */
export const ALL_TIME: Span = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2101, 0, 1) };

/** The half-open period between two days or instants. @throws RunrateError `bad_period` */
export function spanOf(from: string, to: string, zone: string): Span {
  if (DAY.test(from) && DAY.test(to)) return daysPeriod(from, to, zone);
  const span = { from: instantOf(from, "--from", zone), to: instantOf(to, "--to", zone) };
  if (span.to > span.from) return span;
  throw new RunrateError("bad_period", `the period ends (${to}) before it begins (${from})`, {
    hint: "--to is exclusive and after --from.",
  });
}

/** The same where either end may be left open. @throws RunrateError `bad_period` */
export function openSpanOf({ from, to }: { readonly from?: string; readonly to?: string }, zone: string): Span {
  const span = {
    from: from === undefined ? ALL_TIME.from : instantOf(from, "--from", zone),
    to: to === undefined ? ALL_TIME.to : instantOf(to, "--to", zone),
  };
  if (span.to > span.from) return span;
  throw new RunrateError("bad_period", `the period ends (${to ?? "never"}) before it begins (${from ?? "ever"})`, {
    hint: "--to is exclusive and after --from.",
  });
}

function instantOf(text: string, option: string, zone: string): number {
  if (DAY.test(text)) return startOfDay(text, zone);
  const at = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new RunrateError("bad_period", `${option} is "${text}", which is neither a day nor an instant`, {
    hint: "Write 2026-11-01 or 2026-11-01T13:00:00Z.",
  });
}

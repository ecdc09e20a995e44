import {
  formatDelta,
  formatUsd,
  monthPeriod,
  parseUsd,
  RunrateError,
  subtractUsd,
  toDecimal,
  UTC,
  type PicoUsd,
  type Span,
} from "@runrate/core";
import {
  bridgeSteps,
  CAUSES,
  querySpend,
  reconcile,
  reconciliationCsv,
  type LedgerReader,
  type Reconciliation,
} from "@runrate/ledger";
import { renderColumns, type Column } from "../columns.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedgerToAsk } from "../ledger.ts";
import { pricesOf } from "../prices.ts";
import { spanOf } from "../span.ts";
import type { CommandResult } from "../terminal.ts";

interface ReconcileOptions {
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
  readonly provider?: string;
  readonly invoice?: string;
  readonly csv?: boolean;
}

/** `runrate reconcile`: what the provider billed against what usage comes to, in UTC, with the bridge to the invoice. */
export async function reconcileBill(
  _args: readonly string[],
  options: ReconcileOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const invoiced = options.invoice === undefined ? undefined : invoiceOf(options.invoice);
  const span = periodOf(options, context.now);
  const { catalogue: current, list, aliases } = pricesOf(context);
  const { timezone } = configurationOf(context);
  return await withLedgerToAsk(context, async (ledger) => {
    const result = await reconcile(ledger, span, { list, current, aliases }, options.provider);
    const shift = await zoneShift(ledger, span, timezone ?? UTC);
    const text =
      options.csv === true ? [...reconciliationCsv(result, invoiced)].join("\n") : render(result, invoiced, shift);
    return { text, json: toJson(result, invoiced) };
  });
}

function periodOf({ month, from, to }: ReconcileOptions, now: number): Span {
  if (from !== undefined || to !== undefined) {
    if (from !== undefined && to !== undefined && month === undefined) return spanOf(from, to, UTC);
    throw new RunrateError("bad_argument", "give --month alone, or --from with --to");
  }
  const { from: start, to: end } = monthIn(month ?? new Date(now).toISOString(), UTC);
  return { from: start, to: Math.max(start + 1, Math.min(end, now)) };
}

/** The month that a text begins with ("2026-10"). */
function monthIn(text: string, zone: string): Span {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])(?:$|-)/.exec(text) ?? [];
  if (year !== undefined && month !== undefined) return monthPeriod(Number(year), Number(month), zone);
  throw new RunrateError("bad_argument", `--month is "${text}", which is not a month such as 2026-10`);
}

function invoiceOf(text: string): PicoUsd {
  if (/^-?\d+(\.\d{1,12})?$/.test(text)) return parseUsd(text);
  throw new RunrateError("bad_argument", `--invoice is "${text}", which is not an amount such as 1234.56`);
}

/** What a month cut in another zone comes to, beside the same month in UTC; undefined where there is nothing to say. */
async function zoneShift(ledger: LedgerReader, span: Span, zone: string): Promise<string | undefined> {
  if (zone === UTC) return undefined;
  const month = new Date(span.from).toISOString();
  const local = monthIn(month, zone);
  if (span.from !== monthIn(month, UTC).from) return undefined;
  const end = Math.min(local.to, span.to + (local.from - span.from));
  const totals = await Promise.all(
    [span, { from: local.from, to: end }].map(async (one) => {
      const { total } = await querySpend(ledger, { ...one, zone: UTC, by: [], where: [] });
      return total.usd;
    }),
  );
  const [utc, shifted] = totals;
  if (utc === undefined || shifted === undefined) return undefined;
  const hours = Math.round((local.from - span.from) / 360_000) / 10;
  return `The bill is cut in UTC. The same month in ${zone} begins ${Math.abs(hours)} h ${hours < 0 ? "earlier" : "later"} and comes to ${formatUsd(shifted)}: ${formatDelta(subtractUsd(shifted, utc), utc)}.`;
}

const SHOWN = 15;

/** Of the bridge, the steps that need no bill. */
const COMPUTED_STEPS = 3;

function render(result: Reconciliation, invoiced: PicoUsd | undefined, shift: string | undefined): string {
  const { provider, from, to, billedThrough, lines, days, causes, bridge, unpricedRequests } = result;
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  // A bill that nobody has read is not a bill of $0: there is nothing to hold the usage against.
  const isBlind = billedThrough === null && invoiced === undefined;
  const heading = `${printable(provider)}, ${day(from)} to ${day(to - 1)} (UTC), ${billedThrough === null ? "no bill in the ledger: run `runrate sync` with an admin key, or import costs pages" : `billed through ${day(billedThrough - 1)}`}`;
  const amounts = (headings: readonly string[]): Column[] =>
    headings.map((name) => ({ heading: name, align: "right" }));
  const steps = renderColumns(
    [{ heading: "", align: "left" }, ...amounts([""])],
    bridgeSteps(bridge, invoiced)
      .slice(0, isBlind ? COMPUTED_STEPS : undefined)
      .map(({ label, usd, sum }) => [sum ? `= ${label}` : `  ${label}`, formatUsd(usd)]),
  ).replace(/^\s*\n/, "");
  const byDay = renderColumns(
    [{ heading: "day", align: "left" }, ...amounts(["computed", "billed", "difference"])],
    days.map((one) => [
      one.day,
      formatUsd(one.computed),
      formatUsd(one.billed),
      formatDelta(one.difference, one.computed),
    ]),
  );
  const size = (usd: bigint) => (usd < 0n ? -usd : usd);
  const largest = lines
    .filter(({ cause }) => cause !== undefined && cause !== "rounding")
    .sort((a, b) => (size(b.difference) > size(a.difference) ? 1 : -1));
  const table = renderColumns(
    [
      ...["day", "item", "component"].map((name): Column => ({ heading: name, align: "left" })),
      ...amounts(["computed", "billed", "difference"]),
      { heading: "likely cause", align: "left" },
    ],
    largest
      .slice(0, SHOWN)
      .map((line) => [
        line.day,
        printable(line.item),
        printable(line.component),
        formatUsd(line.computed),
        formatUsd(line.billed),
        formatUsd(line.difference),
        line.cause?.replaceAll("_", " ") ?? "",
      ]),
  );
  const unpriced =
    unpricedRequests === 0
      ? []
      : [`${unpricedRequests.toLocaleString("en-US")} requests have no price and are not in "computed"`];
  const local = shift === undefined ? [] : ["", shift];
  if (isBlind) return [heading, steps, ...unpriced, ...local].join("\n");
  return [
    heading,
    steps,
    ...(days.length === 0 ? [] : ["", byDay]),
    ...(largest.length === 0 ? [] : ["", table]),
    ...(largest.length > SHOWN ? [`and ${largest.length - SHOWN} more: --csv has all of them`] : []),
    ...(causes.length === 0
      ? []
      : ["", ...causes.map(({ cause, usd }) => `${formatUsd(usd)} ${cause.replaceAll("_", " ")}: ${CAUSES[cause]}`)]),
    ...unpriced,
    ...local,
  ].join("\n");
}

function toJson(result: Reconciliation, invoiced: PicoUsd | undefined) {
  const { provider, from, to, billedThrough, lines, days, causes, bridge, unpricedRequests } = result;
  return {
    provider,
    period: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), zone: UTC },
    billed_through: billedThrough === null ? null : new Date(billedThrough).toISOString(),
    bridge: bridgeSteps(bridge, invoiced).map(({ label, usd, sum }) => ({ step: label, usd: toDecimal(usd), sum })),
    days: days.map((one) => ({
      day: one.day,
      computed_usd: toDecimal(one.computed),
      billed_usd: toDecimal(one.billed),
      difference_usd: toDecimal(one.difference),
    })),
    lines: lines.map(({ day, item, component, computed, billed, difference, cause }) => ({
      day,
      item,
      component,
      computed_usd: toDecimal(computed),
      billed_usd: toDecimal(billed),
      difference_usd: toDecimal(difference),
      ...(cause === undefined ? {} : { cause }),
    })),
    causes: causes.map(({ cause, usd }) => ({ cause, usd: toDecimal(usd), explanation: CAUSES[cause] })),
    unpriced_requests: unpricedRequests,
  };
}

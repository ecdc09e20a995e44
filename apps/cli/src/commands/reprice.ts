import { compilePricer, formatDelta, formatUsd, picoUsd, toDecimal, UTC, type Catalogue } from "@runrate/core";
import { notePriceBasis, previewReprice, recordPricer, reprice, type RepriceResult } from "@runrate/ledger";
import { actorOf } from "../actor.ts";
import { renderColumns, type Column } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { withLedgerThere } from "../ledger.ts";
import { pricesOf } from "../prices.ts";
import { openSpanOf } from "../span.ts";
import type { CommandResult } from "../terminal.ts";

interface RepriceOptions {
  readonly from?: string;
  readonly to?: string;
  readonly unpriced?: boolean;
  readonly apply?: boolean;
}

const COLUMNS: readonly Column[] = [
  { heading: "month", align: "left" },
  ...["records", "before", "after", "difference"].map((heading): Column => ({ heading, align: "right" })),
  { heading: "", align: "left" },
];

/**
 * `runrate reprice`: stored usage at the prices that hold now for its time. Without `--apply` it shows the difference by month and
 * changes nothing; with it, the change leaves an audit entry, and in a closed month is a restatement.
 */
export async function repriceLedger(
  _args: readonly string[],
  options: RepriceOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const { catalogue, aliases } = pricesOf(context);
  const price = recordPricer(compilePricer(catalogue, aliases), aliases);
  const scope = { ...openSpanOf(options, UTC), unpricedOnly: options.unpriced === true };
  const result = await withLedgerThere(context, async (ledger) => {
    if (options.apply !== true) return await previewReprice(ledger, price, scope);
    const done = await reprice(ledger, price, scope, actorOf(context.terminal));
    // Of amounts that stay as they were, some may still be negotiated.
    const isAll = options.from === undefined && options.to === undefined && !scope.unpricedOnly;
    if (isAll || (catalogue.basis === "negotiated" && done.records > 0)) await notePriceBasis(ledger, catalogue.basis);
    return done;
  });
  const applied = options.apply === true;
  return { text: render(result, applied, catalogue), json: repriceJson(result, applied) };
}

function render({ months, records, difference }: RepriceResult, applied: boolean, catalogue: Catalogue): string {
  const prices = `${catalogue.basis} prices of ${catalogue.as_of}`;
  if (months.length === 0) return `nothing changes: stored usage is at the ${prices}`;
  const rows = months.map((month) => [
    month.month,
    month.records.toLocaleString("en-US"),
    formatUsd(month.before),
    formatUsd(month.after),
    formatDelta(month.difference, month.before),
    notes(month),
  ]);
  const before = months.reduce((sum, month) => sum + month.before, 0n);
  const count = `${records.toLocaleString("en-US")} ${records === 1 ? "record" : "records"}`;
  const whole = formatDelta(difference, picoUsd(before));
  return [
    renderColumns(COLUMNS, rows),
    applied
      ? `${count} repriced at ${prices}: ${whole}; the audit log has it`
      : `a dry run at ${prices}: ${count} would change, ${whole}. \`runrate reprice --apply\` changes them`,
  ].join("\n");
}

function notes({ newlyPriced, newlyUnpriced, closed }: RepriceResult["months"][number]): string {
  return [
    ...(newlyPriced === 0 ? [] : [`${newlyPriced.toLocaleString("en-US")} had no price`]),
    ...(newlyUnpriced === 0 ? [] : [`${newlyUnpriced.toLocaleString("en-US")} lose their price`]),
    ...(closed ? ["closed month: a restatement"] : []),
  ].join(", ");
}

function repriceJson({ months, records, difference }: RepriceResult, applied: boolean) {
  return {
    applied,
    records,
    difference_usd: toDecimal(difference),
    months: months.map((month) => ({
      month: month.month,
      records: month.records,
      before_usd: toDecimal(month.before),
      after_usd: toDecimal(month.after),
      difference_usd: toDecimal(month.difference),
      newly_priced: month.newlyPriced,
      newly_unpriced: month.newlyUnpriced,
      closed: month.closed,
    })),
  };
}

import { formatDelta, formatUsd, toDecimal } from "@runrate/core";
import { closedMonths, closeMonth, restatements, type ClosedMonth, type Restatement } from "@runrate/ledger";
import { actorOf } from "../actor.ts";
import { renderColumns, type Column } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedgerThere } from "../ledger.ts";
import type { CommandResult } from "../terminal.ts";

const COLUMNS: readonly Column[] = [
  { heading: "month", align: "left" },
  ...["closed at", "now", "restated by"].map((heading): Column => ({ heading, align: "right" })),
  { heading: "closed", align: "left" },
];

/** `runrate close`: hands a month's figure on, after which changes are restatements; without a month, what has been closed. */
export async function close(
  [month]: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandResult> {
  return await withLedgerThere(context, async (ledger) => {
    if (month !== undefined) {
      const closed = await closeMonth(ledger, month, actorOf(context.terminal));
      const requests = `${closed.requests.toLocaleString("en-US")} request${closed.requests === 1n ? "" : "s"}`;
      return {
        text: `${month} is closed at ${formatUsd(closed.usd)} (${requests}); changes from now on are restatements`,
        json: { ...closedJson(closed), usd_now: toDecimal(closed.usd), difference_usd: "0" },
      };
    }
    const closed = [...(await closedMonths(ledger)).values()].toReversed();
    const changed = new Map((await restatements(ledger)).map((one) => [one.month, one]));
    return {
      text: render(closed, changed),
      json: { months: closed.map((one) => monthJson(one, changed.get(one.month))) },
    };
  });
}

function render(closed: readonly ClosedMonth[], changed: ReadonlyMap<string, Restatement>): string {
  if (closed.length === 0) return "no month has been closed; `runrate close 2026-10` closes one";
  const rows = closed.map((one) => {
    const restated = changed.get(one.month);
    return [
      one.month,
      formatUsd(one.usd),
      formatUsd(restated?.now ?? one.usd),
      restated === undefined ? "" : formatDelta(restated.difference, one.usd),
      `${new Date(one.closedAt).toISOString().slice(0, 10)} by ${printable(one.closedBy)}`,
    ];
  });
  return renderColumns(COLUMNS, rows);
}

function closedJson({ month, usd, requests, closedAt, closedBy }: ClosedMonth) {
  return {
    month,
    usd: toDecimal(usd),
    requests: Number(requests),
    closed_at: new Date(closedAt).toISOString(),
    closed_by: closedBy,
  };
}

function monthJson(closed: ClosedMonth, restated: Restatement | undefined) {
  return {
    ...closedJson(closed),
    usd_now: toDecimal(restated?.now ?? closed.usd),
    difference_usd: restated === undefined ? "0" : toDecimal(restated.difference),
  };
}

import { formatPercent, formatUsd, RunrateError, toDecimal, UTC } from "@runrate/core";
import { allocateShared, TIME_BUCKETS, type Dimension, type TimeBucket } from "@runrate/ledger";
import { renderColumns, type Column } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { parseGrouping } from "../dimension.ts";
import { printable } from "../failure.ts";
import { parseFilters } from "../filters.ts";
import { withLedgerToAsk } from "../ledger.ts";
import { spanOf } from "../span.ts";
import type { CommandResult } from "../terminal.ts";

interface AllocateOptions {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly shared?: readonly string[];
  readonly where?: readonly string[];
  readonly tz?: string;
}

/** `runrate allocate`: who bears what, with shared spend shared out so that the parts add up exactly. */
export async function allocate(
  _args: readonly string[],
  options: AllocateOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const zone = options.tz ?? UTC;
  const [by, ...others] = parseGrouping(options.by);
  if (by === undefined || others.length > 0 || isTime(by)) {
    throw new RunrateError("bad_argument", `--by is "${options.by}": spend is shared out by one dimension`, {
      hint: "Use project, team, user, workload, api_key or tag:<name>.",
    });
  }
  const dimension: Dimension = by;
  const shared = parseFilters(options.shared ?? []);
  if (shared.length > 1) {
    throw new RunrateError("bad_argument", "--shared names several dimensions", { hint: "Name values of one." });
  }
  const question = {
    ...spanOf(options.from, options.to, zone),
    zone,
    by: dimension,
    where: parseFilters(options.where ?? []),
  };
  const result = await withLedgerToAsk(context, (ledger) => allocateShared(ledger, question, shared[0]));
  const columns: Column[] = [
    { heading: dimension, align: "left" },
    ...["own", "shared", "total", "of all"].map((heading): Column => ({ heading, align: "right" })),
  ];
  const rows = result.rows.map(({ name, own, share, total }) => [
    name === null ? "(unattributed)" : printable(name),
    formatUsd(own),
    formatUsd(share),
    formatUsd(total),
    formatPercent(total, result.total),
  ]);
  return {
    text: [
      renderColumns(columns, [...rows, ["total", "", formatUsd(result.shared), formatUsd(result.total), ""]]),
      `unattributed: ${formatUsd(result.unattributed)} (${formatPercent(result.unattributed, result.total)})`,
    ].join("\n"),
    json: {
      by: dimension,
      rows: result.rows.map(({ name, own, share, total }) => ({
        [dimension]: name,
        own_usd: toDecimal(own),
        shared_usd: toDecimal(share),
        usd: toDecimal(total),
      })),
      shared_usd: toDecimal(result.shared),
      unattributed_usd: toDecimal(result.unattributed),
      total_usd: toDecimal(result.total),
    },
  };
}

function isTime(by: Dimension | TimeBucket): by is TimeBucket {
  return TIME_BUCKETS.some((bucket) => bucket === by);
}

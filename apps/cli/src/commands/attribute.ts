import { workloadRule } from "@runrate/config";
import { formatUsd, toDecimal, UTC } from "@runrate/core";
import { attributeAgain, previewAttribution, type Attribution } from "@runrate/ledger";
import { actorOf } from "../actor.ts";
import { renderColumns, type Column } from "../columns.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { withLedgerThere } from "../ledger.ts";
import { openSpanOf } from "../span.ts";
import type { CommandResult } from "../terminal.ts";

interface AttributeOptions {
  readonly from?: string;
  readonly to?: string;
  readonly apply?: boolean;
}

const COLUMNS: readonly Column[] = [
  { heading: "to workload", align: "left" },
  { heading: "records", align: "right" },
  { heading: "usd", align: "right" },
];

/**
 * `runrate attribute`: stored usage to the workloads that `runrate.yml` names now. Without `--apply` it shows what would move and
 * changes nothing; with it, the change leaves an audit entry. Amounts stay as they are.
 */
export async function attribute(
  _args: readonly string[],
  options: AttributeOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const matchWorkload = workloadRule(configurationOf(context).workloads);
  const scope = openSpanOf(options, UTC);
  const applied = options.apply === true;
  const moved = await withLedgerThere(context, (ledger) =>
    applied
      ? attributeAgain(ledger, matchWorkload, scope, actorOf(context.terminal))
      : previewAttribution(ledger, matchWorkload, scope),
  );
  const records = moved.reduce((sum, one) => sum + one.records, 0);
  return {
    text: render(moved, records, applied),
    json: { applied, records, workloads: moved.map((one) => ({ ...one, usd: toDecimal(one.usd) })) },
  };
}

function render(moved: readonly Attribution[], records: number, applied: boolean): string {
  if (records === 0) return "nothing moves: stored usage belongs to the workloads of runrate.yml";
  const rows = moved.map(({ workload, records: count, usd }) => [
    workload ?? "(unattributed)",
    count.toLocaleString("en-US"),
    formatUsd(usd),
  ]);
  const count = `${records.toLocaleString("en-US")} ${records === 1 ? "record" : "records"}`;
  const outcome = applied
    ? `${count} moved; the audit log has it`
    : `a dry run: ${count} would move, and no amount would change. \`runrate attribute --apply\` moves them`;
  return `${renderColumns(COLUMNS, rows)}\n${outcome}`;
}

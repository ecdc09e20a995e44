import { toDecimal } from "@runrate/core";
import { copyLedger, openLedger, querySpend } from "@runrate/ledger";
import { printable } from "../failure.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../terminal.ts";

/** `runrate ledger copy --from <url> --to <url>`: the whole of a ledger into an empty one, compared value by value at the end. */
export async function copyCommand(
  _args: readonly string[],
  options: { readonly from: string; readonly to: string },
  context: CommandContext,
): Promise<CommandResult> {
  const clock = () => context.now;
  const from = await openLedger(options.from, { clock, readOnly: true });
  try {
    const to = await openLedger(options.to, { clock });
    try {
      const result = await copyLedger(from, to, progressOf(context));
      const all = { from: Date.UTC(2000, 0, 1), to: Date.UTC(2200, 0, 1), zone: "UTC", by: [], where: [] } as const;
      const { total } = await querySpend(to, all);
      const count = (figure: number) => figure.toLocaleString("en-US");
      const records = result.tables["records"] ?? 0;
      return {
        text: [
          `${printable(from.name)} → ${printable(to.name)}`,
          `records: ${count(records)}, roll-ups: ${count(result.tables["rollups"] ?? 0)}, every value compared${result.resumed ? " (went on where an earlier copy had stopped)" : ""}`,
          `total $${toDecimal(total.usd)}`,
        ].join("\n"),
        json: {
          from: from.name,
          to: to.name,
          tables: result.tables,
          copied: result.copied,
          resumed: result.resumed,
          identical: true,
          total_usd: toDecimal(total.usd),
        },
      };
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

function progressOf({ terminal, json }: CommandContext) {
  const shown = terminal.stderr.isTTY === true && !json;
  return ({ table, copied }: { readonly table: string; readonly copied: number }): void => {
    if (shown) terminal.stderr.write(`\r${table} ${copied === 0 ? "" : copied.toLocaleString("en-US")}\u001b[K`);
  };
}

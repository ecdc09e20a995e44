import { formatUsd, RunrateError, sumUsd, toDecimal, type StaleState } from "@runrate/core";
import { deleteStale, findStale, STATE_KINDS, type Deleted, type StateKind } from "@runrate/recorder";
import { wholeArgument } from "../arguments.ts";
import { renderColumns } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedgerToAsk } from "../ledger.ts";
import { openAiClient } from "../openai-client.ts";
import type { CommandResult } from "../terminal.ts";

interface CleanupOptions {
  readonly kind?: string;
  readonly idleDays?: string;
  readonly limit?: string;
  readonly delete?: boolean;
}

const SHOWN = 20;

/** `runrate cleanup` (SPEC.md, section 5): stale threads, conversations and vector stores; a dry run unless `--delete`. */
export async function cleanup(
  _args: readonly string[],
  options: CleanupOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const kinds = kindsOf(options.kind);
  const idleDays = wholeArgument(options.idleDays ?? "30", "--idle-days");
  const limit = options.limit === undefined ? undefined : wholeArgument(options.limit, "--limit");
  const needsClient = kinds.includes("vector_store") || options.delete === true;
  const client = needsClient ? await openAiClient(context, "cleanup of vector stores, and deleting,") : undefined;
  return await withLedgerToAsk(context, async (ledger) => {
    const found = await findStale(ledger, client, kinds, idleDays, context.now);
    const stale = found.stale.slice(0, limit);
    const done =
      options.delete === true && client !== undefined
        ? await deleteStale(ledger, client, stale, progressOf(context, stale.length))
        : undefined;
    return {
      text: [describe(stale, idleDays, found.ownIds), ...(done === undefined ? [] : [outcome(done)])].join("\n"),
      json: {
        kind: "cleanup",
        idle_days: idleDays,
        dry_run: done === undefined,
        currency: "USD",
        monthly_usd: toDecimal(sumUsd(stale.map(({ monthlyUsd }) => monthlyUsd))),
        stale: stale.map(({ state, monthlyUsd }) => ({
          kind: state.kind,
          id: state.id,
          last_active_at: new Date(state.lastActiveAt).toISOString(),
          ...(state.kind === "vector_store" ? { gigabytes: state.gigabytes } : { tokens: state.tokens }),
          monthly_usd: toDecimal(monthlyUsd),
        })),
        own_ids: found.ownIds,
        ...(done === undefined ? {} : { deleted: done.deleted, already_gone: done.alreadyGone, failed: done.failed }),
      },
      isNo: done !== undefined && done.failed.length > 0,
    };
  });
}

function kindsOf(text: string | undefined): readonly StateKind[] {
  // Without a key the ledger still answers for threads and conversations.
  if (text === undefined) return ["thread", "conversation"];
  if (text === "all") return STATE_KINDS;
  return text.split(",").map((name) => {
    const kind = STATE_KINDS.find((known) => known === name.trim().replace("-", "_").replace(/s$/, ""));
    if (kind !== undefined) return kind;
    throw new RunrateError("bad_argument", `--kind is "${name}", which is nothing that is stored`, {
      hint: `Use all, or a list of ${STATE_KINDS.join(", ")}.`,
    });
  });
}

function describe(stale: readonly StaleState[], idleDays: number, ownIds: number): string {
  const own =
    ownIds === 0 ? [] : [`${ownIds} conversations have ids of your own: there is nothing to delete for them.`];
  if (stale.length === 0) return [`Nothing has been idle for ${idleDays} days.`, ...own].join("\n");
  const monthly = formatUsd(sumUsd(stale.map(({ monthlyUsd }) => monthlyUsd)));
  const table = renderColumns(
    [
      { heading: "what", align: "left" },
      { heading: "id", align: "left" },
      { heading: "idle since", align: "left" },
      { heading: "size", align: "right" },
      { heading: "a month", align: "right" },
    ],
    stale
      .slice(0, SHOWN)
      .map(({ state, monthlyUsd }) => [
        state.kind.replace("_", " "),
        printable(state.id),
        new Date(state.lastActiveAt).toISOString().slice(0, 10),
        state.kind === "vector_store"
          ? `${Number(state.gigabytes).toFixed(2)} GB`
          : `${state.tokens.toLocaleString("en-US")} tokens`,
        formatUsd(monthlyUsd),
      ]),
  );
  return [
    `${stale.length} idle for ${idleDays} days or longer, ${monthly} a month (threads and conversations at the planning rate, which no provider bills)`,
    table,
    ...(stale.length > SHOWN ? [`and ${stale.length - SHOWN} more (--json lists all)`] : []),
    ...own,
  ].join("\n");
}

function outcome({ deleted, alreadyGone, failed }: Deleted): string {
  const facts = [`${deleted} deleted`, `${alreadyGone} were gone already`, `${failed.length} failed`];
  const shown = failed.slice(0, 5).map(({ id, reason }) => `  ${printable(id)}: ${printable(reason)}`);
  const again = failed.length > 0 ? ["Run it again for those that failed."] : [];
  return [facts.join(", "), ...shown, ...again].join("\n");
}

function progressOf({ terminal, json }: CommandContext, total: number) {
  const shown = terminal.stderr.isTTY === true && !json;
  return (done: number): void => {
    if (shown) terminal.stderr.write(`\r${done} of ${total}\u001b[K${done === total ? "\r\u001b[K" : ""}`);
  };
}

import {
  ledgerSize,
  migrateLedger,
  openLedger,
  schemaStatus,
  type LedgerStore,
  type SchemaStatus,
} from "@runrate/ledger";
import { printable } from "../failure.ts";
import { ledgerUrl, requireLedger } from "../ledger.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../terminal.ts";

/** `runrate ledger migrate`: brings the schema up to this release; the only command that does so on PostgreSQL. */
export async function migrateCommand(
  _args: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandResult> {
  return await withAnySchema(context, async (ledger) => {
    const steps = await migrateLedger(ledger);
    const { version } = await schemaStatus(ledger);
    const name = printable(ledger.name);
    const text =
      steps.length === 0
        ? `${name} is up to date: schema ${version}`
        : [`${name} is now at schema ${version}`, ...steps.map((step) => `  ${step.version} ${step.name}`)].join("\n");
    return {
      text,
      json: {
        ledger: ledger.name,
        version,
        applied: steps.map((step) => ({ version: step.version, name: step.name })),
      },
    };
  });
}

/** `runrate ledger status`: where the ledger is, its schema against this release, and how much it holds. A "no" while steps are pending. */
export async function statusCommand(
  _args: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandResult> {
  requireLedger(context);
  return await withAnySchema(context, async (ledger) => {
    const status = await schemaStatus(ledger);
    const isReadable = status.pending.length === 0;
    const size = isReadable ? await ledgerSize(ledger) : undefined;
    const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    return {
      text: [printable(ledger.name), schemaLine(status), ...(size === undefined ? [] : [sizeLine(size)])].join("\n"),
      json: {
        ledger: ledger.name,
        version: status.version,
        known: status.known,
        usable_from: status.usableFrom,
        steps: status.steps.map((step) => ({
          version: step.version,
          name: step.name,
          applied_at: instant(step.appliedAt),
        })),
        pending: status.pending.map((step) => step.version),
        ...(size === undefined
          ? {}
          : {
              records: size.records,
              rollups: size.rollups,
              bytes: size.bytes,
              oldest: instant(size.oldest),
              newest: instant(size.newest),
            }),
      },
      isNo: !isReadable,
    };
  });
}

function schemaLine({ version, known, pending }: SchemaStatus): string {
  if (version === 0) return "empty: `runrate ledger migrate` makes the tables";
  if (pending.length === 0)
    return version > known ? `schema ${version}, of a newer release` : `schema ${version}, up to date`;
  const missing = pending.map((step) => `${step.version} ${step.name}`).join(", ");
  return `schema ${version}; this release adds ${missing}: run \`runrate ledger migrate\``;
}

function sizeLine(size: Awaited<ReturnType<typeof ledgerSize>>): string {
  const count = (figure: number) => figure.toLocaleString("en-US");
  const day = (at: number | null) => (at === null ? "" : new Date(at).toISOString().slice(0, 10));
  const span = size.oldest === null ? "" : ` (single calls from ${day(size.oldest)} to ${day(size.newest)})`;
  return `${count(size.records)} records${span}, ${count(size.rollups)} hourly roll-ups, ${count(Math.ceil(size.bytes / 1_000_000))} MB`;
}

async function withAnySchema<T>(context: CommandContext, work: (ledger: LedgerStore) => Promise<T>): Promise<T> {
  const ledger = await openLedger(ledgerUrl(context), { clock: () => context.now, anySchema: true });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

import {
  compilePricer,
  formatUsd,
  RunrateError,
  threadStorageCost,
  toDecimal,
  type PicoUsd,
  type Pricer,
} from "@runrate/core";
import { querySpend, recordsFrom, scanRecords } from "@runrate/ledger";
import { measureThread, type ThreadItem } from "@runrate/recorder";
import { wholeArgument } from "../arguments.ts";
import { renderColumns } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedgerToAsk } from "../ledger.ts";
import { openAiClient } from "../openai-client.ts";
import { pricesOf } from "../prices.ts";
import type { CommandResult } from "../terminal.ts";

interface ThreadOptions {
  readonly models?: string;
  readonly output?: string;
}

/** What the next run is priced with when the ledger knows no run of it. */
const USUAL_MODELS = ["gpt-4o-mini", "gpt-4o"];

const ALL_TIME = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2101, 0, 1) } as const;

/** Items, or calls, that the text lists: the newest. */
const SHOWN = 20;

/** A call on a thread, as the ledger has it. */
interface PastCall {
  readonly at: number;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What the ledger knows of a thread. */
interface Past {
  readonly models: readonly string[];
  readonly runs: bigint;
  readonly usd: PicoUsd;
  /** By time; those of the last `SHOWN`, since what a thread holds is what its last call read and wrote. */
  readonly calls: readonly PastCall[];
}

/** What a thread holds, and who says so. */
type Contents =
  | { readonly source: "provider"; readonly tokens: number; readonly items: readonly ThreadItem[] }
  | { readonly source: "ledger"; readonly tokens: number; readonly reason: string };

/**
 * `runrate thread <id>`: what a thread or conversation holds, what storing it costs, and what the next run on it will cost. The
 * provider lists it; without a key, or when the provider no longer has it, the ledger answers as far as it knows it, and says so.
 */
export async function thread(
  [id = ""]: readonly string[],
  options: ThreadOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const output = wholeArgument(options.output ?? "500", "--output");
  const { catalogue, aliases } = pricesOf(context);
  const pricer = compilePricer(catalogue, aliases);
  const past = await pastRuns(context, id);
  const contents = await contentsOf(context, id, past);
  const { tokens } = contents;
  const names =
    options.models?.split(",").map((name) => name.trim()) ?? (past.models.length > 0 ? past.models : USUAL_MODELS);
  const next = names.map((model) => nextRun(pricer, model, tokens, output, context.now));
  const monthly = threadStorageCost({ threads: 1, tokensPerThread: tokens });
  return {
    text: [
      ...(contents.source === "provider" ? itemLines(id, contents) : callLines(id, contents, past)),
      ...(past.runs > 0n ? [`${count(past.runs)} calls so far came to ${formatUsd(past.usd)}`] : []),
      `storing it: ${formatUsd(monthly)} for 30 days at the planning rate ($0.10 per 1M tokens and day, which no provider bills)`,
      `the next run, which reads all of it and writes ${count(output)} tokens:`,
      renderColumns(
        [
          { heading: "model", align: "left" },
          { heading: "cost", align: "right" },
        ],
        next.map(({ model, usd }) => [printable(model), usd === null ? "no price" : formatUsd(usd)]),
      ),
    ].join("\n"),
    json: {
      kind: "conversation",
      currency: "USD",
      id,
      source: contents.source,
      ...(contents.source === "ledger" ? { reason: contents.reason } : {}),
      tokens,
      items: contents.source === "provider" ? contents.items : [],
      storage_monthly_usd: toDecimal(monthly),
      past: {
        requests: Number(past.runs),
        usd: toDecimal(past.usd),
        last_calls: past.calls.map(({ at, model, inputTokens, outputTokens }) => ({
          at: new Date(at).toISOString(),
          model,
          input_tokens: inputTokens,
          output_tokens: outputTokens,
        })),
      },
      next_run: next.map(({ model, usd }) => ({
        model,
        input_tokens: tokens,
        output_tokens: output,
        usd: usd === null ? null : toDecimal(usd),
      })),
    },
    isNo: next.some(({ usd }) => usd === null),
  };
}

/** @throws RunrateError `no_api_key`, `unknown_thread` when the ledger does not know the thread either */
async function contentsOf(context: CommandContext, id: string, past: Past): Promise<Contents> {
  try {
    const client = await openAiClient(context, "reading a thread that the ledger does not know");
    return { source: "provider", ...(await measureThread(client, id)) };
  } catch (error) {
    const last = past.calls.at(-1);
    if (last === undefined || !(error instanceof RunrateError)) throw error;
    if (error.code !== "no_api_key" && error.code !== "unknown_thread") throw error;
    const reason = error.code === "no_api_key" ? "OPENAI_API_KEY is not set" : error.message;
    return { source: "ledger", tokens: last.inputTokens + last.outputTokens, reason };
  }
}

function itemLines(id: string, { items, tokens }: Extract<Contents, { source: "provider" }>): string[] {
  const shown = items.slice(-SHOWN);
  return [
    `${printable(id)}: ${count(items.length)} items, ${count(tokens)} tokens`,
    ...(shown.length < items.length ? [`the last ${SHOWN} of them (--json lists all):`] : []),
    ...(shown.length === 0
      ? []
      : [
          renderColumns(
            [
              { heading: "item", align: "left" },
              { heading: "role", align: "left" },
              { heading: "id", align: "left" },
              { heading: "tokens", align: "right" },
            ],
            shown.map((item) => [
              printable(item.kind),
              printable(item.role ?? ""),
              printable(item.id),
              count(item.tokens),
            ]),
          ),
        ]),
  ];
}

function callLines(id: string, { tokens, reason }: Extract<Contents, { source: "ledger" }>, past: Past): string[] {
  const isCut = past.runs > BigInt(past.calls.length);
  return [
    `${printable(id)}: ${count(tokens)} tokens, which its last call read and wrote`,
    `from the ledger alone, without the thread's items: ${printable(reason)}`,
    ...(isCut ? [`the last ${past.calls.length} calls:`] : []),
    renderColumns(
      [
        { heading: "call", align: "left" },
        { heading: "model", align: "left" },
        { heading: "input", align: "right" },
        { heading: "output", align: "right" },
      ],
      past.calls.map(({ at, model, inputTokens, outputTokens }) => [
        `${new Date(at).toISOString().slice(0, 19)}Z`,
        printable(model),
        count(inputTokens),
        count(outputTokens),
      ]),
    ),
  ];
}

function count(figure: number | bigint): string {
  return figure.toLocaleString("en-US");
}

async function pastRuns(context: CommandContext, id: string): Promise<Past> {
  return await withLedgerToAsk(context, async (ledger) => {
    const where = [{ dimension: "conversation", values: [id] }] as const;
    // Conversations are known as far back as single calls are kept.
    const from = Math.max(ALL_TIME.from, await recordsFrom(ledger));
    const { rows, total } = await querySpend(ledger, { from, to: ALL_TIME.to, zone: "UTC", by: ["model"], where });
    const calls: PastCall[] = [];
    for await (const { record } of scanRecords(ledger, { from, to: ALL_TIME.to, where })) {
      const { at, model, usage } = record;
      calls.push({ at, model, inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });
      if (calls.length > SHOWN) calls.shift();
    }
    return {
      models: rows.flatMap(({ key }) => key[0] ?? []),
      runs: total.counts.requests,
      usd: total.usd,
      calls,
    };
  });
}

function nextRun(pricer: Pricer, model: string, inputTokens: number, outputTokens: number, at: number) {
  const priced = pricer.price({
    model,
    serviceTier: "standard",
    at,
    usage: { inputTokens, outputTokens },
    requests: 1,
  });
  return { model, usd: priced.kind === "unpriced" ? null : priced.usd };
}

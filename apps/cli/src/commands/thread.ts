import { compilePricer, formatUsd, threadStorageCost, toDecimal, type Pricer } from "@runrate/core";
import { querySpend, recordsFrom } from "@runrate/ledger";
import { measureThread } from "@runrate/recorder";
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

/** `runrate thread <id>`: what a thread or conversation holds, what storing it costs, and what the next run on it will cost. */
export async function thread(
  [id = ""]: readonly string[],
  options: ThreadOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const output = wholeArgument(options.output ?? "500", "--output");
  const { catalogue, aliases } = pricesOf(context);
  const pricer = compilePricer(catalogue, aliases);
  const client = await openAiClient(context, "reading a thread");
  const [size, past] = await Promise.all([measureThread(client, id), pastRuns(context, id)]);
  const names =
    options.models?.split(",").map((name) => name.trim()) ?? (past.models.length > 0 ? past.models : USUAL_MODELS);
  const next = names.map((model) => nextRun(pricer, model, size.tokens, output, context.now));
  const monthly = threadStorageCost({ threads: 1, tokensPerThread: size.tokens });
  const count = (figure: number | bigint) => figure.toLocaleString("en-US");
  return {
    text: [
      `${printable(size.id)}: ${count(size.items.length)} items, ${count(size.tokens)} tokens`,
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
      id: size.id,
      tokens: size.tokens,
      items: size.items,
      storage_monthly_usd: toDecimal(monthly),
      past: { requests: Number(past.runs), usd: toDecimal(past.usd) },
      next_run: next.map(({ model, usd }) => ({
        model,
        input_tokens: size.tokens,
        output_tokens: output,
        usd: usd === null ? null : toDecimal(usd),
      })),
    },
    isNo: next.some(({ usd }) => usd === null),
  };
}

async function pastRuns(context: CommandContext, id: string) {
  return await withLedgerToAsk(context, async (ledger) => {
    const where = [{ dimension: "conversation", values: [id] }] as const;
    // Conversations are known as far back as single calls are kept.
    const from = Math.max(ALL_TIME.from, await recordsFrom(ledger));
    const { rows, total } = await querySpend(ledger, { from, to: ALL_TIME.to, zone: "UTC", by: ["model"], where });
    return { models: rows.flatMap(({ key }) => key[0] ?? []), runs: total.counts.requests, usd: total.usd };
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

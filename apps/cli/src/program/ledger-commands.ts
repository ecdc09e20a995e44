import type { Define } from "./define.ts";

/** Commands that fill the ledger or answer from it. */
export function ledgerCommands(define: Define): void {
  define(
    "import <files...>",
    "read usage into the ledger, priced at its own time (.gz and - for standard input are read)",
    (it) =>
      it
        .option("--format <name>", "auto, jsonl, csv, burstgpt, openai-usage, openai-costs, otlp, litellm", "auto")
        .option("--epoch <instant>", "when the relative seconds of a burstgpt file begin")
        .option("--source <name>", "what the records name as their source (default import:<file>)"),
    async () => (await import("../commands/import.ts")).importFiles,
  );
  define(
    "query",
    "totals of a period from the ledger, grouped and filtered",
    (it) =>
      it
        .option("--from <date>", "first day, or an instant (default: this month)")
        .option("--to <date>", "the day after the last, or an instant (default: now)")
        .option("--by <names>", "comma-separated: model, project, user, day, hour, month, tag:<name> …")
        .option(
          "--where <key=value...>",
          "only what fits (key!=value: what does not); several values of one key are alternatives",
        )
        .option("--tz <zone>", "IANA time zone of days and months (default UTC)"),
    async () => (await import("../commands/query.ts")).query,
  );
  define(
    "start",
    "run the bot where Slack tokens are set; else a sample of usage, answered here and in a Slack in the browser (`npm start`)",
    (it) =>
      it
        .option("--check", "print the answers from the sample and end")
        .option("--port <number>", "port of the page (default: a free one)")
        .option("--speed <seconds>", "how many seconds of the sample pass in a second; 0 stands still (default 3600)"),
    async () => (await import("../commands/start.ts")).start,
  );
  define(
    "ask [words...]",
    "answer a question in words: `this month by model vs last`",
    (it) => it,
    async () => (await import("../commands/ask.ts")).ask,
  );
  define(
    "serve",
    "run the Slack bot and the HTTP endpoints (/slack/events, /v1/*, /healthz, /readyz, /metrics)",
    (it) =>
      it
        .option("--port <number>", "port to listen at (default $PORT, else 3000)")
        .option("--host <address>", "address to listen at (default: all)"),
    async () => (await import("../commands/serve.ts")).serve,
  );
  define(
    "sync",
    "read the organisation's own usage and costs from the admin APIs (OPENAI_ADMIN_KEY, ANTHROPIC_ADMIN_KEY) and LiteLLM (LITELLM_ADMIN_KEY)",
    (it) => it.option("--backfill-days <n>", "how far back a first sync goes (default 90)"),
    async () => (await import("../commands/sync.ts")).sync,
  );
  define(
    "sources",
    "how far the data of each source reach, which of them bill, which are late",
    (it) => it,
    async () => (await import("../commands/sources.ts")).sources,
  );
  define(
    "reconcile",
    "what the provider billed against what usage comes to, by day (UTC) and line item, and the bridge to the invoice",
    (it) =>
      it
        .option("--month <month>", "such as 2026-10 (default: this month so far)")
        .option("--from <date>", "first day, with --to")
        .option("--to <date>", "the day after the last")
        .option("--provider <name>", "whose bill (default openai)")
        .option("--invoice <usd>", "the invoice's amount, to see what the costs API does not have")
        .option("--csv", "all lines and the bridge as CSV"),
    async () => (await import("../commands/reconcile.ts")).reconcileBill,
  );
  define(
    "limits",
    "OpenAI's own spend alerts and hard limit",
    (it) => it,
    async () => (await import("../commands/limits.ts")).limits,
  );
}

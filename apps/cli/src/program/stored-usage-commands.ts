import type { Define } from "./define.ts";

/** Commands about what the ledger holds, beside questions: budgets, repricing, attribution, closing months, exporting. */
export function storedUsageCommands(define: Define): void {
  define(
    "budget [words...]",
    "budgets: status, set, raise, delete, dry-run, history, export, apply (`runrate budget help`)",
    (it) => it.option("--days <count>", "dry-run: how far back (default 90)"),
    async () => (await import("../commands/budget.ts")).budget,
  );
  define(
    "reprice",
    "what stored usage costs at the prices that hold now for its time: a dry run by month, unless --apply",
    (it) =>
      it
        .option("--apply", "change the stored amounts; leaves an audit entry")
        .option("--unpriced", "only usage that has no price yet")
        .option("--from <date>", "first day, or an instant")
        .option("--to <date>", "the day after the last, or an instant"),
    async () => (await import("../commands/reprice.ts")).repriceLedger,
  );
  define(
    "attribute",
    "stored usage to the workloads that runrate.yml names now: a dry run, unless --apply",
    (it) =>
      it
        .option("--apply", "move it; leaves an audit entry")
        .option("--from <date>", "first day, or an instant")
        .option("--to <date>", "the day after the last, or an instant"),
    async () => (await import("../commands/attribute.ts")).attribute,
  );
  define(
    "close [month]",
    "close a month (2026-10): later changes are restatements. Without a month: what has been closed",
    (it) => it,
    async () => (await import("../commands/close.ts")).close,
  );
  define(
    "export",
    "all that the ledger holds; usage can be imported again as the same records",
    (it) =>
      it
        .option("--what <name>", "usage, billed, audit or closed-months", "usage")
        .option("--format <name>", "jsonl, csv, or focus (FOCUS 1.2, by the hour)", "jsonl")
        .option("--from <date>", "first day, or an instant")
        .option("--to <date>", "the day after the last, or an instant")
        .option(
          "--where <key=value...>",
          "only what fits (key!=value: what does not); several values of one key are alternatives",
        )
        .option("--output <file>", "write to a file, packed when its name ends in .gz (default standard output)"),
    async () => (await import("../commands/export.ts")).exportLedger,
  );
  define(
    "erase",
    "take a user's name out of the ledger, without changing a total: a dry run unless --apply",
    (it) =>
      it
        .requiredOption("--user <name>", "the user, as usage names them")
        .option("--apply", "do it; leaves an audit entry"),
    async () => (await import("../commands/erase.ts")).erase,
  );
  define(
    "doctor",
    "look at configuration, prices, ledger and connections, and say what to fix",
    (it) => it.option("--offline", "connect to nothing"),
    async () => (await import("../commands/doctor.ts")).doctor,
  );
  define(
    "completion <shell>",
    "the script that completes commands and options in bash, zsh, fish or powershell",
    (it) => it,
    async () => (await import("../commands/completion.ts")).completion,
  );
  define(
    "allocate",
    "who bears what, with shared spend shared out so that the parts add up exactly",
    (it) =>
      it
        .requiredOption("--from <date>", "first day, or an instant")
        .requiredOption("--to <date>", "the day after the last, or an instant")
        .requiredOption("--by <name>", "project, team, user, workload, api_key or tag:<name>")
        .option("--shared <key=value...>", "which spend is shared out (default: what nobody is named for)")
        .option("--where <key=value...>", "only what fits")
        .option("--tz <zone>", "IANA time zone of the days (default UTC)"),
    async () => (await import("../commands/allocate.ts")).allocate,
  );
}

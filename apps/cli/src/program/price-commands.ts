import type { Command } from "commander";
import { commandGroup, type Define } from "./define.ts";

/** Commands about prices. */
export function priceCommands(define: Define, program: Command): void {
  define(
    "price",
    "price JSON lines of usage from standard input, one JSON line for each",
    (it) => it,
    async () => (await import("../commands/price.ts")).price,
  );
  const prices = commandGroup(program, "prices", "the price catalogue: what it says, and how it is updated");
  define(
    "list [text]",
    "prices in force, of the models whose name holds a text",
    (it) =>
      it
        .option("--provider <name>", "only this provider's")
        .option("--tier <name>", "standard, batch, flex or priority (default standard)")
        .option("--at <instant>", "prices of that time (default now)"),
    async () => (await import("../commands/prices/list.ts")).listPrices,
    prices,
  );
  define(
    "show <model>",
    "everything known of a model's prices: tiers, length bands, dates, sources, its end",
    (it) =>
      it
        .option("--provider <name>", "as this provider sells it")
        .option("--region <name>", "processed in a chosen region")
        .option("--at <instant>", "prices of that time (default now)"),
    async () => (await import("../commands/prices/show.ts")).showPrices,
    prices,
  );
  const judged = (it: Command) =>
    it
      .option("--as-of <day>", "the day of a list that states none (default today)")
      .option("--allow-deletions", "accept a list that lacks many of the models in use");
  define(
    "diff [file-or-url]",
    "what a price list would change; nothing is written",
    judged,
    async () => (await import("../commands/prices/update.ts")).diffPrices,
    prices,
  );
  define(
    "update [file-or-url]",
    "take a price list (Runrate's, genai-prices' or LiteLLM's form) into use, once it has been checked",
    judged,
    async () => (await import("../commands/prices/update.ts")).updatePrices,
    prices,
  );
}

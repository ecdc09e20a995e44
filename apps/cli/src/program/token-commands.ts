import type { Command } from "commander";
import { commandGroup, type Define } from "./define.ts";

/** The tokens with which programs use the HTTP endpoints. */
export function tokenCommands(define: Define, program: Command): void {
  const token = commandGroup(
    program,
    "token",
    "tokens of the HTTP endpoints: named, for one purpose each, stored hashed",
  );
  define(
    "create <name>",
    "make a token; its secret is printed once",
    (it) =>
      it
        .requiredOption("--scope <names...>", "ingest, export or estimates")
        .option("--source <name>", "under which its usage is stored (default: its name)")
        .option("--expires <time>", "such as 90d"),
    async () => (await import("../commands/token.ts")).create,
    token,
  );
  define(
    "list",
    "all tokens: scopes, source, state and when they were last used",
    (it) => it,
    async () => (await import("../commands/token.ts")).list,
    token,
  );
  define(
    "revoke <name>",
    "refuse a token from now on",
    (it) => it,
    async () => (await import("../commands/token.ts")).revoke,
    token,
  );
  define(
    "rotate <name>",
    "give a token a new secret; the old one works on for a while",
    (it) => it.option("--overlap <time>", "how long the old one works", "24h"),
    async () => (await import("../commands/token.ts")).rotate,
    token,
  );
}

import type { Define } from "./define.ts";

/** Commands about what in the source spends money. */
export function billCommands(define: Define): void {
  define(
    "scan <folder>",
    "call sites of language models in a folder, with what their model and caps can be",
    (it) => it,
    async () => (await import("../commands/scan.ts")).scan,
  );
  define(
    "diff",
    "what a change of the source does to the calls of language models",
    (it) =>
      it
        .requiredOption("--base <tree>", "folder or git ref before the change")
        .requiredOption("--head <tree>", "folder or git ref after it"),
    async () => (await import("../commands/diff.ts")).diff,
  );
}

import type { Define } from "./define.ts";

/** Commands about prices. */
export function priceCommands(define: Define): void {
  define(
    "price",
    "price JSON lines of usage from standard input, one JSON line for each",
    (it) => it,
    async () => (await import("../commands/price.ts")).price,
  );
}

/**
 * Who sells what they did not make, under the id of the catalogue. A model's bare name stands for its maker; with one of
 * these it needs the seller. Makers are absent: their names are enough.
 */
const SELLERS: readonly (readonly [string, RegExp])[] = [
  ["groq", /(?:^|[/_.@-])groq(?:$|[/_.-])|^ChatGroq$|^Groq(?:$|\W)|api\.groq\.com/],
  ["openrouter", /openrouter|OpenRouter/],
  ["fireworks", /fireworks|Fireworks/],
  ["together", /together|Together/],
  ["cerebras", /cerebras|Cerebras/],
  ["perplexity", /perplexity|Perplexity/],
  ["baseten", /baseten|Baseten/],
  ["novita", /novita|Novita/],
];

/** The seller that a package, a class or the address of an endpoint names; null for a maker, or for nobody known. */
export function sellerOf(name: string): string | null {
  return SELLERS.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

/**
 * Who sells what they did not make, under the id of the catalogue. A model's bare name stands for its maker; with one of
 * these it needs the seller. Makers are absent: their names are enough.
 */
const SELLERS: readonly (readonly [string, RegExp])[] = [
  ["groq", /(?:^|[/_.@-])groq(?:$|[/_.-])|^ChatGroq$|^Groq(?:$|\W)|api\.groq\.com/],
  ["ollama", /ollama|Ollama/],
  ["openrouter", /openrouter|OpenRouter/],
  ["fireworks", /fireworks|Fireworks/],
  ["together", /together|Together/],
  ["cerebras", /cerebras|Cerebras/],
  ["perplexity", /perplexity|Perplexity/],
  ["baseten", /baseten|Baseten/],
  ["novita", /novita|Novita/],
];

const MAKERS =
  /^(?:openai|azure_openai|anthropic|google_?[a-z]*|google-gla|google-vertex|vertexai|mistralai|mistral|deepseek|xai|cohere):/;

/** A model's name as prices are found by: `openai:gpt-4o` and `groq:llama-3.3-70b` name who sells it before a colon. */
export function withSeller(name: string): string {
  if (MAKERS.test(name)) return name.slice(name.indexOf(":") + 1);
  const at = name.indexOf(":");
  const seller = at === -1 ? null : sellerOf(`/${name.slice(0, at)}/`);
  return seller === null ? name : `${seller}/${name.slice(at + 1)}`;
}

/** The seller that a package, a class or the address of an endpoint names; null for a maker, or for nobody known. */
export function sellerOf(name: string): string | null {
  return SELLERS.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

/** Words that carry no meaning of their own in a question about spend. */
const FILLER = new Set(
  (
    "a an the of for on in at to from with by per and or is are was were be been do does did has have had will would can could " +
    "should may might i we us our my me you your it its this that these those there here what whats which who how much many " +
    "please pls plz gimme show tell give get list see display me need want know like find let lets just about around roughly approximately " +
    "total totals overall sum amount spend spending spent spends cost costs costing bill bills billed charge charges charged " +
    "usage use used using pay paid paying money usd dollars dollar $ llm llms ai api openai's anthropic's all everything every " +
    "each x times damage invoice invoices summary overview details detail help also only then any some as be being got im am ours company breakdown break broken down split report grouped group sorted " +
    "ordered rank ranked ranking send sort order number count went goes go make made makes buy data expense expenses spendings consumption consumed consume burn burned burning most value give " +
    "so far over during within now currently when where hey hi hello thanks thank ok runrate /cost tokens token requests request calls call"
  ).split(" "),
);

export function isFiller(text: string): boolean {
  return FILLER.has(text);
}

/** Words that questions are made of, for the nearest suggestion to a misspelt one. */
export const QUESTION_WORDS: readonly string[] = [
  "forecast",
  "trend",
  "compare",
  "versus",
  "why",
  "budget",
  "savings",
  "optimise",
  "optimize",
  "price",
  "models",
  "storage",
  "conversation",
  "growth",
  "estimate",
  "worst",
  "case",
  "batch",
  "priority",
  "caching",
  "cached",
  "input",
  "output",
  "threads",
  "turns",
  "runs",
  "roi",
  "help",
  "fixed",
  "cheapest",
  "spend",
  "spent",
  "total",
  "cost",
  "what",
  "show",
  "drivers",
  "users",
  "interactions",
];

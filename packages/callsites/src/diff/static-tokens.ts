/** Counts tokens of text; o200k_base, which OpenAI's current models use and other providers' counts are close to. */
export type CountTokens = (text: string) => number;

/** The tokenizer, loaded only where one of the texts has to be counted: it takes longer to load than most scans to run. */
export async function loadTokenCounter(texts: Iterable<string>): Promise<CountTokens> {
  if (Array.from(texts).every((text) => text === "")) return () => 0;
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const known = new Map<string, number>();
  return (text) => {
    const counted = known.get(text);
    if (counted !== undefined) return counted;
    // Text that looks like a control token is text here.
    const count = text === "" ? 0 : countTokens(text, { disallowedSpecial: new Set() });
    known.set(text, count);
    return count;
  };
}

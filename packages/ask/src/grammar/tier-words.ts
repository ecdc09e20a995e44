import type { QueryOf } from "../query.ts";
import type { Words } from "./words.ts";

type Tier = QueryOf<"run_cost">["tier"];

const TIERS: readonly { readonly tier: Tier; readonly phrase: string }[] = [
  { tier: "batch", phrase: "?on|in|with|as|at|the|using batch|batched ?api|tier|mode" },
  { tier: "flex", phrase: "?on|in|with|as|at|the|using flex ?tier|mode" },
  { tier: "priority", phrase: "?on|in|with|as|at|the|using priority|fast ?tier|mode" },
  { tier: "standard", phrase: "?on|in|with|as|at|the|using standard ?tier|mode" },
];

/** Takes the service tier that the words name. */
export function takeTier(words: Words): Tier | null {
  for (const { tier, phrase } of TIERS) if (words.takePhrase(phrase) >= 0) return tier;
  return null;
}

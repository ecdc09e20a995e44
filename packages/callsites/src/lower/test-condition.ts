const NAME =
  /^(?:[\w$.]+\.)?(?:is|are|in|running)?_?(?:in|a)?_?(?:unit_?|e2e_?)?(?:tests?|testing|playwright|vitest|jest|pytest|e2e)(?:_?(?:env|environment|mode|run|running))?(?:\(\))?$/i;
const VARIABLE =
  /(?:environ(?:\.get)?|getenv|process\.env|import\.meta\.env)\W*(?:PLAYWRIGHT|VITEST|JEST|PYTEST|TEST|TESTING|IS_TEST|CI_TEST)\w*["'\])]*$/;
const EQUALS_TEST =
  /^.*\b(?:\w*ENV|\w*ENVIRONMENT|MODE)\b["'\])]*(?:,[^)]*\))?\s*(===?|!==?)\s*["'`]tests?(?:ing)?["'`]$/i;

/**
 * Which branch of a condition runs in tests alone: what it calls is never paid for. Null for a condition about anything else.
 */
export function testBranch(condition: string): "then" | "else" | null {
  let text = condition.trim();
  let isNegated = false;
  for (;;) {
    const inner = /^\(([\s\S]*)\)$/.exec(text)?.[1];
    const negated = /^(?:!(?!=)|not\s+)([\s\S]*)$/.exec(text)?.[1];
    if (negated !== undefined) isNegated = !isNegated;
    else if (inner === undefined) break;
    text = (negated ?? inner ?? "").trim();
  }
  const equality = EQUALS_TEST.exec(text)?.[1];
  if (equality !== undefined) isNegated = isNegated !== equality.startsWith("!");
  else if (!NAME.test(text) && !VARIABLE.test(text)) return null;
  return isNegated ? "else" : "then";
}

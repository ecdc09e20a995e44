/**
 * The shutdown dates in the comments of the `openai` SDK's model type: name to day. The comments list quoted names, then
 * "Announced shutdown date: YYYY-MM-DD", wrapped at 80 characters.
 */
export function readSdkShutdowns(declarations: string): ReadonlyMap<string, string> {
  const text = declarations.replace(/\s*\n\s*\*\s?/g, " ");
  const shutdowns = new Map<string, string>();
  for (const [, names = "", day = ""] of text.matchAll(
    /((?:"[^"]+",?\s*)+):\s*Announced shutdown\s+date:\s+(\d{4}-\d{2}-\d{2})/g,
  )) {
    for (const [, name = ""] of names.matchAll(/"([^"]+)"/g)) shutdowns.set(name, day);
  }
  return shutdowns;
}

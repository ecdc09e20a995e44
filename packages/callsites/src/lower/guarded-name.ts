const NAME = String.raw`([A-Za-z_$][\w$]*)`;
const NOTHING = "(?:None|null|undefined)";
const ABSENT = [
  new RegExp(`^(?:not\\s+|!\\s*)${NAME}$`),
  new RegExp(`^${NAME}\\s*(?:is|={2,3})\\s*${NOTHING}$`),
  new RegExp(`^typeof\\s+${NAME}\\s*={2,3}\\s*["'\`]undefined["'\`]$`),
];

/**
 * The name that a condition finds empty (`model is None`, `not model`, `!model`, `model === undefined`), else null: what is
 * assigned to it under that condition is its default.
 */
export function guardedName(condition: string): string | null {
  let text = condition.trim();
  for (let inner: string | undefined; (inner = /^\(([\s\S]*)\)$/.exec(text)?.[1]) !== undefined;) text = inner.trim();
  for (const pattern of ABSENT) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}

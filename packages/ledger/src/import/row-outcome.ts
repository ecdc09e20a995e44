import type { UsageRecord } from "@runrate/core";

/** What a line, row or bucket became. `unpriced`: it has no price by its nature, whatever the catalogue says. */
export type RowOutcome =
  | { readonly kind: "record"; readonly record: UsageRecord; readonly unpriced?: string }
  | { readonly kind: "rejected"; readonly reason: string };

export function rejected(reason: string): RowOutcome {
  return { kind: "rejected", reason };
}

const SUSPECT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\uFFFD]/;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Why a name (of a model, a project, a tag …) cannot be taken, or undefined. Content is never judged otherwise: it is escaped where it is shown. */
export function nameFault(what: string, text: string): string | undefined {
  if (text.length <= 512 && !SUSPECT.test(text)) return undefined;
  if (text.length > 512) return `${what} is longer than 512 characters`;
  if (CONTROL.test(text)) return `${what} contains control characters`;
  return `${what} is not valid UTF-8`;
}

/** As `nameFault`, of all that names a record and of its tags, whatever those are called. */
export function namesFault(
  named: Readonly<Record<string, string | undefined>>,
  tags: Readonly<Record<string, string>>,
): string | undefined {
  for (const [what, text] of Object.entries(named)) {
    const fault = text === undefined ? undefined : nameFault(what, text);
    if (fault !== undefined) return fault;
  }
  for (const [name, value] of Object.entries(tags)) {
    const fault = nameFault("a tag's name", name) ?? nameFault(`the tag ${name.slice(0, 60)}`, value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

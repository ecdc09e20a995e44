import type { CallSiteChange } from "@runrate/callsites";
import type { ModelCall } from "@runrate/core";

/** The changes of one call: they cost once, however many of its settings changed. */
export interface CallGroup {
  readonly changes: readonly CallSiteChange[];
  /** The call on both sides; null where it was not there. */
  readonly before: ModelCall | null;
  readonly after: ModelCall | null;
}

/** Groups changes by their call. A change of a setting whose call was not found stands alone. Order is kept. */
export function groupByCall(changes: readonly CallSiteChange[]): readonly CallGroup[] {
  const groups = new Map<unknown, CallSiteChange[]>();
  for (const change of changes) {
    const key = change.site ?? change;
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()].flatMap((group): CallGroup[] => {
    const [first] = group;
    return first ? [{ changes: group, before: first.call.before, after: first.call.after }] : [];
  });
}

/** The place of a group: where its call stands in the head, or stood. */
export function placeOf({ changes: [first] }: CallGroup): { readonly path: string; readonly line: number } {
  return { path: first?.path ?? "", line: first?.line ?? 0 };
}

import { withSeller } from "../sdks/sellers.ts";
import type { Alternative, Setting } from "../scan/call-site.ts";

/** One value that became another; null where there was none, or is none any more. */
export interface ValueChange<T> {
  readonly before: Alternative<T> | null;
  readonly after: Alternative<T> | null;
  /** Another option came beside those that stay: all of them count, not this pair alone. */
  readonly isOption?: true;
}

/**
 * What changed in a setting. Alternatives are compared as sets; of those that only one side has, the ones that stand in
 * the same place are one change. The same unresolved expression on both sides is no change.
 */
export function compareSettings<T>(before: Setting<T>, after: Setting<T>): readonly ValueChange<T>[] {
  const isUnresolved = (setting: Setting<T>): boolean =>
    setting.alternatives.length === 0 && setting.expression !== null;
  if (isUnresolved(before) && isUnresolved(after)) return [];
  if (before.fails || after.fails) return [];
  // What one side alone could resolve, of the same expression, says nothing about a change; a new default does.
  if ((isUnresolved(before) || isUnresolved(after)) && before.expression === after.expression)
    if (!isDefaultOf(before, after) && !isDefaultOf(after, before)) return [];
  const has = (setting: Setting<T>, one: Alternative<T>): boolean =>
    setting.alternatives.some((known) => isSameValue(known, one));
  const gone = uniqueValues(before.alternatives.filter((one) => !has(after, one) && !isEntryAlone(one, after)));
  const come = uniqueValues(after.alternatives.filter((one) => !has(before, one) && !isEntryAlone(one, before)));
  const changes: ValueChange<T>[] = [];
  const left = [...come];
  for (const old of gone) {
    const index = nearest(old, left);
    const [partner = null] = index === -1 ? [] : left.splice(index, 1);
    changes.push({ before: old, after: partner ?? sameOrFirst(old, after) });
  }
  for (const fresh of left) {
    const was = sameOrFirst(fresh, before);
    const kept = was === null ? null : (after.alternatives.find((one) => isSameValue(one, was)) ?? null);
    if (kept === null) changes.push({ before: was, after: fresh });
    // One expression that chooses now: what stays is what the call still may use. Elsewhere the new value is the news.
    else changes.push({ before: was, after: isBeside(fresh, kept) ? kept : fresh, isOption: true });
  }
  if (changes.length === 0 && (before.isPartlyUnset === true) !== (after.isPartlyUnset === true)) {
    const [was = null] = before.alternatives;
    const [is = null] = after.alternatives;
    changes.push(after.isPartlyUnset === true ? { before: was, after: null } : { before: null, after: is });
  }
  if (changes.length === 0 && becameConfigurable(before, after)) {
    const [same = null] = before.alternatives;
    const [now = null] = after.alternatives;
    if (same !== null && now !== null) changes.push({ before: same, after: now });
  }
  return changes;
}

/** An environment variable that nothing set, and what stands in for it on the other side. */
function isDefaultOf<T>(variable: Setting<T>, other: Setting<T>): boolean {
  return variable.isVariable === true && other.alternatives.some(({ origin }) => origin === "environment");
}

/** A table gained or lost an entry: what is chosen from it is the same choice. */
function isEntryAlone<T>(one: Alternative<T>, other: Setting<T>): boolean {
  return (
    one.isEntry === true && other.alternatives.length > 0 && !other.alternatives.some(({ slot }) => slot === one.slot)
  );
}

/** A fixed value that somebody outside of the source may replace from now on: nothing by itself, yet no longer certain. */
function becameConfigurable<T>(before: Setting<T>, after: Setting<T>): boolean {
  const [was, ...others] = before.alternatives;
  const isFixed = was?.origin === "literal" || was?.origin === "constant-here" || was?.origin === "constant-elsewhere";
  return isFixed && others.length === 0 && !before.isOpen && after.alternatives.length === 1 && after.isConfigurable;
}

function isBeside<T>(a: Alternative<T>, b: Alternative<T>): boolean {
  return a.at.path === b.at.path && a.at.line === b.at.line;
}

export function isSameValue<T>(a: Alternative<T>, b: Alternative<T>): boolean {
  return sameName(a.value) === sameName(b.value) && (a.variant ?? "") === (b.variant ?? "");
}

/** `openai:gpt-4o` is `gpt-4o`, as its maker sells it. */
export function sameName(value: unknown): unknown {
  return typeof value === "string" ? withSeller(value) : value;
}

function uniqueValues<T>(alternatives: readonly Alternative<T>[]): Alternative<T>[] {
  return alternatives.filter((one, index) => alternatives.findIndex((other) => isSameValue(other, one)) === index);
}

/** The partner in the same slot, else in the same place of the same file, else the first that is left. */
function nearest<T>(old: Alternative<T>, left: readonly Alternative<T>[]): number {
  const tests: ((fresh: Alternative<T>) => boolean)[] = [
    (fresh) => fresh.at.path === old.at.path && fresh.slot === old.slot,
    (fresh) => fresh.slot === old.slot,
    (fresh) => fresh.at.path === old.at.path && namesOf(fresh.slot) === namesOf(old.slot),
    (fresh) => fresh.at.path === old.at.path,
    () => true,
  ];
  for (const test of tests) {
    const index = left.findIndex(test);
    if (index !== -1) return index;
  }
  return -1;
}

/** A slot without its last step: the provider that a model is taken from may change with it. */
function namesOf(slot: string): string {
  return slot.split(".").slice(0, -1).join(".");
}

function sameOrFirst<T>(old: Alternative<T>, setting: Setting<T>): Alternative<T> | null {
  return setting.alternatives.find((one) => isSameValue(one, old)) ?? setting.alternatives[0] ?? null;
}

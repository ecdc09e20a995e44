import type { Alternative, CallSite, Setting } from "./call-site.ts";

/**
 * One site for one place: where a call of the tree's own reaches several SDK calls of one file, they are the branches of one
 * wrapper. Those of different files are different steps, each of which is paid for.
 */
export function mergeSites(sites: readonly CallSite[]): CallSite[] {
  const merged = new Map<string, CallSite>();
  for (const site of sites) {
    const key = `${site.path}:${site.line}:${site.endLine}:${site.callee}:${site.reaches?.path ?? ""}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? site : merge(known, site));
  }
  return [...merged.values()];
}

function merge(a: CallSite, b: CallSite): CallSite {
  // What is known says more than what is not: it names the operation.
  const [first, second] = a.model.alternatives.length === 0 && b.model.alternatives.length > 0 ? [b, a] : [a, b];
  return {
    ...first,
    model: both(first.model, second.model),
    maxOutputTokens: both(first.maxOutputTokens, second.maxOutputTokens),
    serviceTier: both(first.serviceTier, second.serviceTier),
    promptText: first.promptText.length >= second.promptText.length ? first.promptText : second.promptText,
    hasDynamicInput: first.hasDynamicInput || second.hasDynamicInput,
    hasOutput: first.hasOutput || second.hasOutput,
    tools: [...new Set([...first.tools, ...second.tools])].sort(),
    loops: Math.max(first.loops, second.loops),
  };
}

function both<T>(a: Setting<T>, b: Setting<T>): Setting<T> {
  const isNew = (one: Alternative<T>): boolean =>
    !a.alternatives.some(({ value, at, slot }) => value === one.value && at.path === one.at.path && slot === one.slot);
  return {
    alternatives: [...a.alternatives, ...b.alternatives.filter(isNew)],
    isOpen: a.isOpen || b.isOpen,
    isConfigurable: a.isConfigurable || b.isConfigurable,
    expression: a.expression ?? b.expression,
    reason: a.reason ?? b.reason,
    fails: a.fails && b.fails,
    ...(isUnset(a) !== isUnset(b) || a.isPartlyUnset === true || b.isPartlyUnset === true
      ? { isPartlyUnset: true }
      : {}),
  };
}

function isUnset({ alternatives, expression }: Setting<unknown>): boolean {
  return alternatives.length === 0 && expression === null;
}

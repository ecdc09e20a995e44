import type { CallSite } from "../scan/call-site.ts";

export interface MatchedSites {
  readonly pairs: readonly (readonly [CallSite, CallSite])[];
  readonly removed: readonly CallSite[];
  readonly added: readonly CallSite[];
}

/** Likeness of two sites, in points. A pair below the least is two different calls. */
const POINTS = {
  path: 40,
  fileName: 15,
  within: 30,
  innermost: 15,
  sdk: 15,
  sdkFamily: 8,
  callee: 10,
  calleeName: 5,
  model: 12,
  modelExpression: 6,
  cap: 4,
  prompt: 22,
} as const;
const LEAST = 48;
/** What must agree where neither file nor surroundings do: then the call has moved, or costs the same. */
const LEAST_ELSEWHERE = 40;

/** Pairs the call sites of two trees, through moves, renames and reformatting: the likest first, each once. */
export function matchCallSites(base: readonly CallSite[], head: readonly CallSite[]): MatchedSites {
  const ordinals = new Map([...numbered(base), ...numbered(head)]);
  const scored: { readonly before: CallSite; readonly after: CallSite; readonly points: number }[] = [];
  for (const before of base) {
    for (const after of head) {
      const points = likeness(before, after, ordinals);
      const isNear = before.path === after.path || innermost(before) === innermost(after);
      if (points >= (isNear ? LEAST : LEAST_ELSEWHERE)) scored.push({ before, after, points });
    }
  }
  scored.sort((a, b) => b.points - a.points);
  const taken = new Set<CallSite>();
  const pairs: [CallSite, CallSite][] = [];
  for (const { before, after } of scored) {
    if (taken.has(before) || taken.has(after)) continue;
    taken.add(before).add(after);
    pairs.push([before, after]);
  }
  return {
    pairs,
    removed: base.filter((site) => !taken.has(site)),
    added: head.filter((site) => !taken.has(site)),
  };
}

function likeness(before: CallSite, after: CallSite, ordinals: ReadonlyMap<CallSite, number>): number {
  let points = 0;
  if (before.path === after.path) points += POINTS.path;
  else if (fileName(before) === fileName(after)) points += POINTS.fileName;
  const isSameWithin = before.within === after.within;
  if (isSameWithin && before.within !== "") points += POINTS.within;
  else if (innermost(before) === innermost(after)) points += POINTS.innermost;
  if (before.sdk === after.sdk) points += POINTS.sdk;
  else if (family(before) === family(after)) points += POINTS.sdkFamily;
  if (before.callee === after.callee) points += POINTS.callee;
  else if (lastName(before.callee) === lastName(after.callee)) points += POINTS.calleeName;
  const [model] = before.model.alternatives;
  if (model !== undefined && after.model.alternatives.some(({ value }) => value === model.value))
    points += POINTS.model;
  if (before.model.expression !== null && before.model.expression === after.model.expression)
    points += POINTS.modelExpression;
  if (before.maxOutputTokens.alternatives[0]?.value === after.maxOutputTokens.alternatives[0]?.value)
    points += POINTS.cap;
  if (before.promptText !== "" && before.promptText === after.promptText) points += POINTS.prompt;
  return points - Math.min(10, Math.abs((ordinals.get(before) ?? 0) - (ordinals.get(after) ?? 0)));
}

/** Position of each site among those of its file. */
function numbered(sites: readonly CallSite[]): [CallSite, number][] {
  const counts = new Map<string, number>();
  return sites.map((site) => {
    const count = counts.get(site.path) ?? 0;
    counts.set(site.path, count + 1);
    return [site, count];
  });
}

function fileName(site: CallSite): string {
  return site.path.slice(site.path.lastIndexOf("/") + 1);
}

function innermost(site: CallSite): string {
  return site.within.slice(site.within.lastIndexOf(".") + 1);
}

function family(site: CallSite): string {
  return site.sdk.slice(0, site.sdk.indexOf("."));
}

function lastName(callee: string): string {
  return callee.slice(callee.lastIndexOf(".") + 1);
}

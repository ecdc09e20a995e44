import type { CallSite } from "../scan/call-site.ts";
import type { MatchedSites } from "./match-call-sites.ts";

type Pair = readonly [CallSite, CallSite];

/**
 * Pairs what was left over by the SDK's call that is reached. Where one tree settles a value in a function and the other
 * lets the callers give it, the callers' sites are the same call as the function's own, and none was added or removed.
 */
export function matchReachedCalls(
  matched: MatchedSites,
  base: readonly CallSite[],
  head: readonly CallSite[],
): MatchedSites {
  const forAdded = matched.added.flatMap((site): Pair[] => {
    const own = ownCall(site, base, head);
    return own === null ? [] : [[own, site]];
  });
  const forRemoved = matched.removed.flatMap((site): Pair[] => {
    const own = ownCall(site, head, base);
    return own === null ? [] : [[site, own]];
  });
  const settled = new Set([...forAdded, ...forRemoved].flat());
  return {
    pairs: [...matched.pairs, ...forAdded, ...forRemoved],
    removed: matched.removed.filter((site) => !settled.has(site)),
    added: matched.added.filter((site) => !settled.has(site)),
  };
}

/** The site of the reached call itself in the other tree, if the site's own tree has none there. */
function ownCall(site: CallSite, others: readonly CallSite[], same: readonly CallSite[]): CallSite | null {
  const { reaches, reachesWithin } = site;
  if (reaches === null || same.some((one) => one.reaches === null && isAt(one, reaches.path, site.sdk, reachesWithin)))
    return null;
  const [only, ...more] = others.filter(
    (one) => one.reaches === null && isAt(one, reaches.path, site.sdk, reachesWithin),
  );
  return only === undefined || more.length > 0 ? null : only;
}

function isAt(site: CallSite, path: string, sdk: string, within: string | null): boolean {
  return site.path === path && site.sdk === sdk && site.within === within;
}

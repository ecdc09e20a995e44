import type { CallSite } from "../scan/call-site.ts";
import type { MatchedSites } from "./match-call-sites.ts";
import type { ModelSetting } from "./model-settings.ts";
import type { SettingPair } from "./pair-settings.ts";

/**
 * Pairs what was left over by the settings that stand inside of it: a value that changed in place shows that the call
 * around it is the same one, though it goes another way. Where only one tree's call could be followed, it stands for both.
 */
export function matchBySettings(matched: MatchedSites, pairs: readonly SettingPair[]): MatchedSites {
  const taken = new Set<CallSite>();
  const found: (readonly [CallSite, CallSite])[] = [];
  const free = (sites: readonly CallSite[], setting: ModelSetting): CallSite | undefined =>
    sites.find((site) => !taken.has(site) && holds(site, setting));
  for (const [before, after] of pairs) {
    const removed = free(matched.removed, before);
    const added = free(matched.added, after);
    if (removed === undefined && added === undefined) continue;
    if (removed !== undefined && added !== undefined) found.push([removed, added]);
    // A call that only one side could be followed to is reported as its setting, not as a new or a lost call.
    else if (isFollowedElsewhere(matched, before, after)) continue;
    for (const site of [removed, added]) if (site !== undefined) taken.add(site);
  }
  return {
    pairs: [...matched.pairs, ...found],
    removed: matched.removed.filter((site) => !taken.has(site)),
    added: matched.added.filter((site) => !taken.has(site)),
  };
}

function isFollowedElsewhere({ pairs }: MatchedSites, before: ModelSetting, after: ModelSetting): boolean {
  return pairs.some(([old, fresh]) => holds(old, before) || holds(fresh, after));
}

function holds(site: CallSite, { path, line }: ModelSetting): boolean {
  return site.path === path && site.line <= line && line <= site.endLine;
}

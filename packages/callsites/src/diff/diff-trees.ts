import type { CallCost } from "@runrate/core";
import type { CallSite } from "../scan/call-site.ts";
import { findCallSites } from "../scan/find-call-sites.ts";
import { DEFAULT_SETTINGS } from "../scan/scan-settings.ts";
import { openStore, openWorkspace, type ScanOptions } from "../scan/scan-tree.ts";
import type { ScanNote, SourceTree } from "../trees/tree.ts";
import type { CallSiteChange } from "./call-site-change.ts";
import { dismissalOf, type DismissedChange } from "./dismissed-change.ts";
import { matchBySettings } from "./match-by-settings.ts";
import { matchCallSites } from "./match-call-sites.ts";
import { matchReachedCalls } from "./match-reached-calls.ts";
import { changedSettings, settingChanges } from "./setting-changes.ts";
import { addedChange, changesOfPair, type ChangePorts, type EstimateCall, removedChange } from "./site-changes.ts";
import { loadTokenCounter } from "./static-tokens.ts";

export interface DiffOptions extends ScanOptions {
  /** Prices a call, for directions that need a price; absent: those are unknown. */
  readonly estimate?: EstimateCall;
}

export interface TreeDiff {
  readonly changes: readonly CallSiteChange[];
  /** Sites of the head whose model is not known, with the reason. */
  readonly unresolved: readonly CallSite[];
  /** How many sites both trees have without any change. */
  readonly unchanged: number;
  /** Changes that somebody has dismissed where they stand, those included whose dismissal has a last day that may be over. */
  readonly dismissed: readonly DismissedChange[];
  readonly notes: readonly ScanNote[];
  /** All sites of both trees. */
  readonly sites: { readonly base: readonly CallSite[]; readonly head: readonly CallSite[] };
}

const UNPRICED: CallCost = { kind: "unpriced", reason: "no prices were given", assumptions: [] };

/** Compares two trees call by call (SPEC.md, section 9): what moved, was renamed or reformatted is no change. */
export async function diffTrees(base: SourceTree, head: SourceTree, options: DiffOptions = {}): Promise<TreeDiff> {
  const store = await openStore([base, head], options);
  const before = await openWorkspace(base, store, options);
  const after = await openWorkspace(head, store, options);
  const settings = options.settings ?? DEFAULT_SETTINGS;
  const baseSites = findCallSites(before, settings);
  const headSites = findCallSites(after, settings);
  const pairs = changedSettings(before, after);
  store.close();
  const likest = matchReachedCalls(matchCallSites(baseSites, headSites), baseSites, headSites);
  const matched = matchBySettings(likest, pairs);
  const ports: ChangePorts = {
    countTokens: await loadTokenCounter([...baseSites, ...headSites].map((site) => site.promptText)),
    estimate: options.estimate ?? (() => UNPRICED),
  };
  const ofSites = [
    ...matched.pairs.flatMap(([old, fresh]) => changesOfPair(old, fresh, ports)),
    ...matched.added.map((site) => addedChange(site, ports)),
    ...matched.removed.map((site) => removedChange(site, ports)),
  ];
  const all = [...ofSites, ...settingChanges(pairs, ofSites, ports.estimate)].toSorted(byPlace);
  const dismissed = all.flatMap((change) => dismissalOf(change, before, after) ?? []);
  const isDismissed = new Set(dismissed.map(({ change }) => change));
  const changed = new Set(ofSites.map((change) => change.site));
  return {
    changes: all.filter((change) => !isDismissed.has(change)),
    dismissed,
    unresolved: headSites.filter((site) => site.model.alternatives.length === 0),
    unchanged: matched.pairs.filter(([, site]) => !changed.has(site)).length,
    sites: { base: baseSites, head: headSites },
    notes: [...after.notes, ...before.notes.filter((note) => !after.notes.some((known) => known.path === note.path))],
  };
}

function byPlace(a: CallSiteChange, b: CallSiteChange): number {
  return a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1;
}

import {
  diffTrees,
  loadTokenCounter,
  modelCallOf,
  type CallSite,
  type CallSiteChange,
  type ScanOptions,
  type SourceTree,
  type TreeDiff,
} from "@runrate/callsites";
import { pathFits, type RunrateConfig } from "@runrate/config";
import {
  cheaperModels,
  estimateCall,
  picoUsd,
  RunrateError,
  type Catalogue,
  type CheaperModel,
  type ModelAliases,
  type ModelCall,
} from "@runrate/core";
import { billLines, totalOf, type BillLine } from "./bill-lines.ts";
import { placeOf } from "./call-group.ts";
import { sortDismissed } from "./dismissal.ts";
import { isBelowFloor, judgeBill, withoutFigures } from "./judge-bill.ts";
import { callPricer, type BillPrices } from "./prices.ts";
import type { BillReport } from "./report.ts";
import { touchedPaths } from "./touched.ts";
import { VolumeBook, type NamedProfile } from "./volume.ts";
import { wholeBill } from "./whole-bill.ts";
import { writeReport } from "./write-report.ts";

/** What is asked: two trees, and what is known beyond the source. */
export interface BillQuestion {
  readonly base: SourceTree;
  readonly head: SourceTree;
  /** `runrate.yml`; where the change may have edited it, the one before the change. */
  readonly config: RunrateConfig;
  /** List prices. */
  readonly list: Catalogue;
  /** With the overrides that are negotiated. */
  readonly catalogue: Catalogue;
  readonly aliases: ModelAliases;
  readonly measured: NamedProfile | null;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** False: only list prices and figures per 1,000 calls are in the report; policies are judged by everything all the same. */
  readonly isDisclosed: boolean;
  /** True: what the change dismisses by itself still counts for its verdict (it cannot pass itself). */
  readonly isOwnDismissalCounted: boolean;
  /** Globs on paths that the question is about; empty: all. Values are resolved across the whole tree all the same. */
  readonly paths?: readonly string[];
  /** The findings that are told, by where they stand; absent: all. What they share with others stays shared. */
  readonly only?: readonly FindingPlace[];
  readonly scan?: Pick<ScanOptions, "cacheFolder" | "grammars">;
}

/** A file, or a line of one, as a report names it. */
export interface FindingPlace {
  readonly path: string;
  readonly line: number | null;
}

/** What a change does to the bill, and whether that is allowed. Throws what the trees throw, and `no_such_finding`. */
export async function assessBill(question: BillQuestion): Promise<BillReport> {
  const { base, head, config, aliases, measured, now, isDisclosed } = question;
  const everything: View = { prices: { catalogue: question.catalogue, aliases }, config, measured };
  const shown: View = isDisclosed
    ? everything
    : { prices: { catalogue: question.list, aliases }, config: withoutVolumes(config), measured: null };
  const price = callPricer(shown.prices, now);
  const estimate = (call: ModelCall) => estimateCall(call, price);
  const all = await diffTrees(base, head, { ...question.scan, settings: config.callsites, estimate });
  const found = withinPaths(all, question.paths ?? []);
  const isAsked = askedFor(question.only);
  const { sites } = found;
  const countTokens = await loadTokenCounter([...sites.base, ...sites.head].map((site) => site.promptText));
  const callOf = (site: CallSite) => modelCallOf(site, countTokens(site.promptText));

  const today = new Date(now).toISOString().slice(0, 10);
  const sorted = sortDismissed(found, config.callsites.dismissals, today);
  const open = sorted.open.toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  const own = question.isOwnDismissalCounted ? sorted.dismissed.flatMap((one) => (one.isNew ? one.change : [])) : [];

  const added = found.sites.head.filter((site) => open.some((change) => change.site === site && !change.siteBefore));
  const assess = (view: View, changes: typeof open) => {
    const book = new VolumeBook({ ...view, ...view.prices }, [...found.sites.base, ...added]);
    const lines = billLines(changes, book, callPricer(view.prices, now)).filter(({ group }) => isAsked(placeOf(group)));
    const parts = wholeBill(found.sites.base, { ...view, book, price: callPricer(view.prices, now), callOf });
    return { lines, total: totalOf(lines), parts, config, prices: view.prices, now };
  };
  const bill = assess(shown, open);
  const judged = assess(everything, [...open, ...own]);
  const unresolved = found.unresolved.filter(isAsked);
  const dismissed = sorted.dismissed.filter(({ change }) => isAsked(change));
  if (question.only && bill.lines.length + unresolved.length + dismissed.length === 0) {
    throw noSuchFinding(question.only, [...open, ...found.unresolved, ...sorted.dismissed.map(({ change }) => change)]);
  }
  const findings = judgeBill(judged);
  const touched = await touchedPaths(
    base,
    head,
    [...unresolved, ...found.notes].map(({ path }) => path),
  );
  const everySpend = judged.parts.length === 0 ? null : picoUsd(judged.parts.reduce((sum, { usd }) => sum + usd, 0n));
  return writeReport({
    bill,
    findings: isDisclosed ? findings : withoutFigures(findings),
    found: { ...found, unresolved },
    countTokens,
    dismissed,
    touched,
    cheaper: cheaperBy((line) =>
      line.group.after === null
        ? []
        : cheaperModels(line.group.after, {
            catalogue: shown.prices.catalogue,
            aliases,
            price,
            now,
            ...(line.volume.sizes ? { known: line.volume.sizes } : {}),
          }),
    ),
    isBelowFloor: isBelowFloor(judged.total, everySpend, config.policies),
    measuredName: measured && isDisclosed ? measured : null,
    isDisclosed,
  });
}

function withinPaths(diff: TreeDiff, paths: readonly string[]): TreeDiff {
  if (paths.length === 0) return diff;
  const fits = ({ path, pathBefore }: CallSiteChange) =>
    pathFits(paths, path) || (pathBefore !== null && pathFits(paths, pathBefore));
  return {
    ...diff,
    changes: diff.changes.filter(fits),
    dismissed: diff.dismissed.filter(({ change }) => fits(change)),
    unresolved: diff.unresolved.filter(({ path }) => pathFits(paths, path)),
    notes: diff.notes.filter(({ path }) => pathFits(paths, path)),
  };
}

function askedFor(only: readonly FindingPlace[] | undefined): (place: { path: string; line: number }) => boolean {
  if (only === undefined) return () => true;
  return ({ path, line }) => only.some((one) => one.path === path && (one.line === null || one.line === line));
}

const MOST_NAMED = 5;

function noSuchFinding(
  only: readonly FindingPlace[],
  places: readonly { readonly path: string; readonly line: number }[],
): RunrateError {
  const names = [...new Set(places.map(({ path, line }) => `${path}:${line}`))];
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  const asked = only.map(({ path, line }) => (line === null ? path : `${path}:${line}`)).join(", ");
  return new RunrateError("no_such_finding", `nothing was found at ${asked}`, {
    hint:
      names.length === 0
        ? "Nothing was found anywhere else either."
        : `There are findings at ${names.slice(0, MOST_NAMED).join(", ")}${more}.`,
  });
}

/** Many calls of a pull request are alike: their alternatives are looked for once. */
function cheaperBy(find: (line: BillLine) => readonly CheaperModel[]): (line: BillLine) => readonly CheaperModel[] {
  const known = new Map<string, readonly CheaperModel[]>();
  return (line) => {
    const key = JSON.stringify([line.group.after, line.volume.sizes]);
    const found = known.get(key) ?? find(line);
    known.set(key, found);
    return found;
  };
}

interface View {
  readonly prices: BillPrices;
  readonly config: RunrateConfig;
  readonly measured: NamedProfile | null;
}

function withoutVolumes(config: RunrateConfig): RunrateConfig {
  return { ...config, workloads: config.workloads.map(({ volume: _, ...workload }) => workload) };
}

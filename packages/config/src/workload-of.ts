import { matchesGlob, type UsageRecord } from "@runrate/core";
import picomatch from "picomatch";
import type { Condition, Selector } from "./sections/selector.ts";
import type { WorkloadSettings } from "./sections/workloads.ts";

/** What of a usage record decides whose it is. */
export type Attributable = Pick<UsageRecord, "model"> &
  Partial<
    Pick<
      UsageRecord,
      | "provider"
      | "project"
      | "apiKey"
      | "user"
      | "workload"
      | "organisation"
      | "region"
      | "serviceTier"
      | "source"
      | "tags"
    >
  >;

/** Whether all conditions of a selector hold for a record. A column that the record lacks fits nothing, not even `*`. */
export function selects(selector: Selector, record: Attributable): boolean {
  return selector.every(({ dimension, values }) => {
    const held = columnOf(record, dimension);
    return held !== undefined && values.some((pattern) => matchesGlob(pattern, held));
  });
}

/**
 * Makes the rule by which records get their workload: their own, else the first whose `match` fits, else none.
 */
export function workloadRule(workloads: readonly WorkloadSettings[]): (record: Attributable) => string | undefined {
  const rules = workloads.flatMap(({ name, match }) => (match && match.length > 0 ? [{ name, match }] : []));
  return (record) => record.workload ?? rules.find(({ match }) => selects(match, record))?.name;
}

/** The workload of a call site: the first whose `at` has a glob that fits its path from the repository's root; else none. */
export function workloadAt(workloads: readonly WorkloadSettings[], path: string): WorkloadSettings | undefined {
  return workloads.find(({ at }) => pathFits(at, path));
}

/**
 * Whether a path from the repository's root fits any of the globs: `*` within a folder, `**` across folders. A glob that
 * names a folder stands for everything in it.
 */
export function pathFits(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => pathMatcher(glob)(path));
}

const matchers = new Map<string, (path: string) => boolean>();

function pathMatcher(glob: string): (path: string) => boolean {
  const known = matchers.get(glob);
  if (known) return known;
  const bare = glob.replace(/^\.?\//, "").replace(/\/$/, "");
  const matcher = picomatch([bare, `${bare}/**`], { dot: true });
  if (matchers.size < 1_000) matchers.set(glob, matcher);
  return matcher;
}

function columnOf(record: Attributable, dimension: Condition["dimension"]): string | undefined {
  switch (dimension) {
    case "provider":
    case "model":
    case "project":
    case "user":
    case "workload":
    case "organisation":
    case "region":
    case "source":
      return record[dimension];
    case "api_key":
      return record.apiKey;
    case "service_tier":
      return record.serviceTier;
    default:
      return Object.hasOwn(record.tags ?? {}, dimension.slice(4)) ? record.tags?.[dimension.slice(4)] : undefined;
  }
}

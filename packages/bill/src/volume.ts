import type { CallSite } from "@runrate/callsites";
import { workloadAt, workloadRule, type RunrateConfig, type WorkloadSettings } from "@runrate/config";
import {
  resolveModel,
  type Catalogue,
  type KnownSizes,
  type ModelAliases,
  type MonthlyVolume,
  type Range,
  type UsageProfile,
  type UsageProfileRow,
} from "@runrate/core";
import type { CallGroup } from "./call-group.ts";
import { placeOf } from "./call-group.ts";
import { declaredSizes, describeSizes, measuredSizes } from "./known-sizes.ts";

/** What is known of how often a call runs, and how large it is. */
export interface CallVolume {
  readonly volume: MonthlyVolume | null;
  /** A volume of which the call's own part is not known, as several calls share it: shown as "at most", never counted as its own. */
  readonly shared: { readonly volume: MonthlyVolume; readonly sizes: KnownSizes | null; readonly of: string } | null;
  readonly sizes: KnownSizes | null;
  readonly workload: string | null;
  /** Calls that draw on one volume have one key: their bounds do not add up. */
  readonly pool: string | null;
  readonly assumptions: readonly string[];
}

/** A measured profile, and what it is called in a comment ("usage.json", "the ledger"). */
export interface NamedProfile {
  readonly profile: UsageProfile;
  readonly name: string;
}

export interface VolumeSources {
  readonly config: RunrateConfig;
  readonly measured: NamedProfile | null;
  readonly catalogue: Catalogue;
  readonly aliases: ModelAliases;
}

/** A month has 30 days, as everywhere in Runrate's planning. */
const MONTH_DAYS = 30n;

/**
 * How often calls run, from `runrate.yml` first, else as measured. A workload's volume is its call's; where several calls share
 * it, each has at most all of it, unless all of them changed: then it is split among them. What was measured for a model and
 * not for a workload is never applied whole to one of several calls that use the model (SPEC.md, section 9).
 */
export class VolumeBook {
  readonly #sources: VolumeSources;
  readonly #sites: readonly CallSite[];
  readonly #rows: readonly (UsageProfileRow & { readonly of: string | null })[];
  readonly #models = new Map<string, string>();

  /** @param sites all sites of the tree before the change, and those that the change adds */
  constructor(sources: VolumeSources, sites: readonly CallSite[]) {
    this.#sources = sources;
    this.#sites = sites;
    const attribute = workloadRule(sources.config.workloads);
    this.#rows = (sources.measured?.profile.rows ?? []).map((row) => ({
      ...row,
      of:
        attribute({
          model: row.model,
          ...(row.provider === null ? {} : { provider: row.provider }),
          ...(row.project === null ? {} : { project: row.project }),
          ...(row.workload === null ? {} : { workload: row.workload }),
        }) ?? null,
    }));
  }

  /** The volume of a changed call. @param groups all changed calls, to know whether all that share a volume changed */
  of(group: CallGroup, groups: readonly CallGroup[]): CallVolume {
    const { path } = placeOf(group);
    const workload = workloadAt(this.#sources.config.workloads, path) ?? null;
    const ofWorkload = workload && this.#ofWorkload(workload, group, groups);
    if (ofWorkload) return ofWorkload;
    const sizes = workload && declaredSizes(workload);
    const rest = {
      sizes,
      workload: workload?.name ?? null,
      assumptions: sizes ? describeSizes(sizes, workload.name) : [],
    };
    return this.#ofModel(group, rest) ?? { volume: null, shared: null, pool: null, ...rest };
  }

  /** Calls a month of a workload, declared or measured; null when neither is known. */
  monthlyCalls(workload: WorkloadSettings): MonthlyVolume | null {
    const declared = declaredCalls(workload);
    if (declared) return { calls: declared, origin: "declared", share: "own" };
    const rows = this.#rows.filter(({ of }) => of === workload.name);
    return rows.length === 0 ? null : this.#measuredVolume(rows, "own");
  }

  /** Rows of a workload, for whoever sums what was measured. */
  rowsOf(workload: string): readonly UsageProfileRow[] {
    return this.#rows.filter(({ of }) => of === workload);
  }

  #ofWorkload(workload: WorkloadSettings, group: CallGroup, groups: readonly CallGroup[]): CallVolume | null {
    const declared = declaredCalls(workload);
    const rows = declared ? [] : this.#rows.filter(({ of }) => of === workload.name);
    if (!declared && rows.length === 0) return null;
    const wanted = this.#modelOf(group);
    const ofModel = rows.filter((row) => this.#canonical(row.model) === wanted);
    const counted = ofModel.length > 0 ? ofModel : rows;
    const whole: MonthlyVolume = declared
      ? { calls: declared, origin: "declared", share: "own" }
      : this.#measuredVolume(counted, "own");
    const isOfModel = ofModel.length > 0 && ofModel.length < rows.length;
    const inWorkload = (path: string) => workloadAt(this.#sources.config.workloads, path) === workload;
    const sites = this.#sites.filter(
      (site) => inWorkload(site.path) && (!isOfModel || this.#canonicalOfSite(site) === wanted),
    );
    const changed = groups.filter(
      (one) => inWorkload(placeOf(one).path) && (!isOfModel || this.#modelOf(one) === wanted),
    );
    const sizes = declaredSizes(workload) ?? measuredSizes(counted);
    const base = {
      sizes,
      shared: null,
      workload: workload.name,
      pool: `workload:${workload.name}${isOfModel ? `:${wanted}` : ""}`,
    };
    const from = declared
      ? `${countText(whole.calls)} calls a month, declared for workload ${workload.name}`
      : `${countText(whole.calls)} calls a month, measured for workload ${workload.name}`;
    const said = sizes ? describeSizes(sizes, `workload ${workload.name}`) : [];
    const count = Math.max(sites.length, changed.length);
    if (count <= 1) return { ...base, volume: whole, assumptions: [from, ...said] };
    const isWhole = changed.length >= count && changed.every((one) => one.before && one.after);
    if (isWhole) {
      const parts = BigInt(count);
      const index = BigInt(Math.max(0, changed.indexOf(group)));
      const calls = mapRange(whole.calls, (all) => all / parts + (index < all % parts ? 1n : 0n));
      const split = `${from}, split evenly among its ${count} calls, all of which change`;
      return { ...base, volume: { ...whole, calls }, assumptions: [split, ...said] };
    }
    const bound = `at most: ${from}, which ${count} calls share`;
    return { ...base, volume: { ...whole, share: "at-most" }, assumptions: [bound, ...said] };
  }

  #ofModel(group: CallGroup, rest: Pick<CallVolume, "sizes" | "workload" | "assumptions">): CallVolume | null {
    const wanted = group.before && this.#modelOf(group);
    if (!wanted) return null;
    const claimed = new Set(this.#sources.config.workloads.filter(({ at }) => at.length > 0).map(({ name }) => name));
    const rows = this.#rows.filter(
      ({ model, of }) => this.#canonical(model) === wanted && (of === null || !claimed.has(of)),
    );
    if (rows.length === 0) return null;
    const users = this.#sites.filter((site) => this.#canonicalOfSite(site) === wanted);
    const volume = this.#measuredVolume(rows, "at-most");
    const measured = measuredSizes(rows);
    const of = `${countText(volume.calls)} calls a month, measured for all use of ${wanted}`;
    if (users.length > 1) {
      const bound = `at most: ${of}, which ${users.length} calls here share; name the call's workload in runrate.yml for its own part`;
      const shared = { volume, sizes: rest.sizes ?? measured, of };
      return { ...rest, volume: null, shared, pool: `model:${wanted}`, assumptions: [bound, ...rest.assumptions] };
    }
    const sizes = rest.sizes ?? measured;
    const bound = `at most: ${of}; name the call's workload in runrate.yml for its own part`;
    const said = rest.sizes || !measured ? rest.assumptions : describeSizes(measured, wanted);
    return { ...rest, sizes, volume, shared: null, pool: `model:${wanted}`, assumptions: [bound, ...said] };
  }

  #measuredVolume(rows: readonly UsageProfileRow[], share: MonthlyVolume["share"]): MonthlyVolume {
    const days = BigInt(this.#sources.measured?.profile.days ?? 30);
    const calls = rows.reduce((sum, row) => sum + BigInt(row.calls), 0n);
    const monthly = (calls * MONTH_DAYS + days / 2n) / days;
    return { calls: { low: monthly, likely: monthly, high: monthly }, origin: "measured", share };
  }

  /** The model by which the call's usage was recorded: the one before the change. */
  #modelOf({ before, after }: CallGroup): string | null {
    const model = (before ?? after)?.model;
    const name = model?.kind === "known" ? model.value : model?.kind === "one-of" ? model.values[0] : undefined;
    return name === undefined ? null : this.#canonical(name);
  }

  #canonicalOfSite(site: CallSite): string | null {
    const [model] = site.model.alternatives;
    return model === undefined ? null : this.#canonical(model.value);
  }

  #canonical(model: string): string {
    const known = this.#models.get(model);
    if (known !== undefined) return known;
    const found = resolveModel(this.#sources.catalogue, { model }, this.#sources.aliases);
    const name = found.kind === "found" ? found.model.id : model;
    this.#models.set(model, name);
    return name;
  }
}

function declaredCalls({ volume }: WorkloadSettings): Range<bigint> | null {
  if (volume === undefined) return null;
  if (volume.kind === "calls") return mapRange(volume.callsPerMonth, BigInt);
  const days = BigInt(volume.daysPerMonth);
  const { threads, runsPerDay } = volume;
  return {
    low: BigInt(threads.low) * BigInt(runsPerDay.low) * days,
    likely: BigInt(threads.likely) * BigInt(runsPerDay.likely) * days,
    high: BigInt(threads.high) * BigInt(runsPerDay.high) * days,
  };
}

function mapRange<A, B>({ low, likely, high }: Range<A>, map: (value: A) => B): Range<B> {
  return { low: map(low), likely: map(likely), high: map(high) };
}

function countText({ low, likely, high }: Range<bigint>): string {
  const text = (count: bigint) => count.toLocaleString("en-US");
  return low === high ? text(likely) : `${text(likely)} (${text(low)} to ${text(high)})`;
}

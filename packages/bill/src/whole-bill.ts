import type { CallSite } from "@runrate/callsites";
import { selects, workloadAt, type RunrateConfig, type Selector } from "@runrate/config";
import { estimateCall, parseUsd, picoUsd, type ModelCall, type PicoUsd, type PriceCall } from "@runrate/core";
import { declaredSizes } from "./known-sizes.ts";
import type { NamedProfile, VolumeBook } from "./volume.ts";

/** One part of what is spent a month before the change. */
export interface BillPart {
  readonly model: string;
  readonly workload: string | null;
  readonly provider: string | null;
  readonly project: string | null;
  readonly usd: PicoUsd;
}

/**
 * What is known to be spent a month before the change: as measured, else the declared workloads whose calls stand in the base,
 * each at the mean cost of its calls. Empty: nothing is known.
 */
export function wholeBill(
  sites: readonly CallSite[],
  {
    config,
    measured,
    book,
    price,
    callOf,
  }: {
    readonly config: RunrateConfig;
    readonly measured: NamedProfile | null;
    readonly book: VolumeBook;
    readonly price: PriceCall;
    readonly callOf: (site: CallSite) => ModelCall;
  },
): readonly BillPart[] {
  if (measured) {
    const { rows, days } = measured.profile;
    return rows.flatMap(({ usd, model, workload, provider, project }) =>
      usd === null ? [] : [{ model, workload, provider, project, usd: picoUsd((parseUsd(usd) * 30n) / BigInt(days)) }],
    );
  }
  return config.workloads.flatMap((workload): BillPart[] => {
    const volume = book.monthlyCalls(workload);
    if (!volume) return [];
    const own = sites.filter((site) => workloadAt(config.workloads, site.path) === workload);
    const sizes = declaredSizes(workload);
    const costs = own.flatMap((site) => {
      const cost = sizes ? estimateCall(callOf(site), price, sizes) : estimateCall(callOf(site), price);
      return cost.kind === "priced" ? [cost.usd.likely] : [];
    });
    if (costs.length === 0) return [];
    const sum = costs.reduce((total, usd) => total + usd, 0n) * volume.calls.likely;
    const model = own[0]?.model.alternatives[0]?.value ?? "";
    return [
      { model, workload: workload.name, provider: null, project: null, usd: picoUsd(sum / BigInt(costs.length)) },
    ];
  });
}

/** The parts that a scope selects. */
export function billOf(parts: readonly BillPart[], scope: Selector): PicoUsd {
  const selected = parts.filter(({ model, workload, provider, project }) =>
    selects(scope, {
      model,
      ...(workload === null ? {} : { workload }),
      ...(provider === null ? {} : { provider }),
      ...(project === null ? {} : { project }),
    }),
  );
  return picoUsd(selected.reduce((sum, { usd }) => sum + usd, 0n));
}

import {
  findAnomaly,
  formatPercent,
  formatUsd,
  parseDecimal,
  picoUsd,
  rationalOf,
  dayName,
  type AnomalyGrain,
  type PicoUsd,
  type SpendPoint,
} from "@runrate/core";
import { querySpend, tellableSpan, type LedgerReader, type SpendFilter } from "@runrate/ledger";
import { scopeText } from "../budget.ts";
import type { Notice } from "../notice.ts";
import { expectedUntil } from "../respond.ts";

const HISTORY_MS = 57 * 86_400_000;
/** So many projects, the dearest, are watched one by one beside everything. */
const PROJECTS = 20;

/** What counts as an anomaly; `alerts.anomalies` in `runrate.yml`. */
export interface AnomalyWatch {
  /** Decimal text. */
  readonly ratio: string;
  readonly floorUsd: PicoUsd;
  readonly channel: string | null;
  readonly zone: string;
}

/**
 * Hours and days that cost far more than the same ones before, for everything and for each of the dearest projects. Each is told
 * once a day at most, and not while somebody has said that it is expected.
 *
 * @param through up to where the data are complete
 */
export async function anomalies(ledger: LedgerReader, watch: AnomalyWatch, through: number): Promise<Notice[]> {
  const { rows } = await querySpend(ledger, {
    ...(await tellableSpan(ledger, { from: through - HISTORY_MS, to: through })),
    zone: "UTC",
    by: ["project", "hour"],
    where: [],
  });
  const all = new Map<number, bigint>();
  const byProject = new Map<string, SpendPoint[]>();
  const totals = new Map<string, bigint>();
  for (const { key, usd } of rows) {
    const at = Date.parse(key[1] ?? "");
    all.set(at, (all.get(at) ?? 0n) + usd);
    const project = key[0] ?? null;
    if (project === null) continue;
    const points = byProject.get(project) ?? [];
    points.push({ at, usd });
    byProject.set(project, points);
    totals.set(project, (totals.get(project) ?? 0n) + usd);
  }
  const dearest = [...totals].toSorted((a, b) => (a[1] < b[1] ? 1 : -1)).slice(0, PROJECTS);
  const scopes: { readonly scope: readonly SpendFilter[]; readonly spend: readonly SpendPoint[] }[] = [
    { scope: [], spend: [...all].map(([at, usd]) => ({ at, usd: picoUsd(usd) })) },
    ...dearest.map(([project]) => ({
      scope: [{ dimension: "project", values: [project] }] as const,
      spend: byProject.get(project) ?? [],
    })),
  ];
  const notices: Notice[] = [];
  for (const { scope, spend } of scopes) {
    for (const grain of ["hour", "day"] as const) {
      const notice = await judged(ledger, watch, through, scope, spend, grain);
      if (notice) notices.push(notice);
    }
  }
  // A project that explains everything is told as the project; everything is then no news of its own.
  const ofProjects = notices.filter(({ expects }) => expects !== "everything");
  return ofProjects.length > 0 ? ofProjects : notices;
}

async function judged(
  ledger: LedgerReader,
  watch: AnomalyWatch,
  through: number,
  scope: readonly SpendFilter[],
  spend: readonly SpendPoint[],
  grain: AnomalyGrain,
): Promise<Notice | undefined> {
  const about = scopeText(scope);
  const expected = await expectedUntil(ledger, about, through);
  const finding = findAnomaly({
    grain,
    dataThrough: through,
    zone: watch.zone,
    spend,
    ratio: rationalOf(parseDecimal(watch.ratio)),
    floorUsd: watch.floorUsd,
    ...(expected === undefined ? {} : { expectedUntil: expected.until }),
  });
  if (finding.kind !== "anomaly") return undefined;
  const { from, usd, usualUsd, overUsd } = finding;
  const hour = new Date(from).toISOString().slice(0, 16).replace("T", " ");
  const span = grain === "hour" ? `in the hour from ${hour} UTC` : `on ${dayName(from, watch.zone)} so far`;
  const usual = grain === "hour" ? "the same hour of the week" : "the same hours of such a day";
  return {
    kind: "anomaly",
    keys: [`anomaly/${about}/${dayName(from, watch.zone)}`],
    channel: watch.channel,
    title: `${about === "everything" ? "Spend" : `Spend of ${about}`} is out of the ordinary: ${formatUsd(usd)} ${span}`,
    lines: [
      `usual for ${usual}: ${formatUsd(usualUsd)}; that is ${formatUsd(overUsd)} more${usualUsd > 0n ? ` (${formatPercent(usd, usualUsd, 0)} of it)` : ""}`,
    ],
    why: `spend is watched for more than ${watch.ratio} times the usual and ${formatUsd(watch.floorUsd)} above it`,
    expects: about,
    where: scope.map(({ dimension, values }) => ({ dimension, values: [...values] })),
  };
}

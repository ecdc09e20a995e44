import { formatDelta, formatPercentDelta, formatSigned, formatUsd, parseUsd, subtractUsd } from "@runrate/core";
import type { Calibration, EstimateTrack } from "./track.ts";

const DAY_MS = 86_400_000;

/** An estimate in plain lines, the verdict first. Text from outside stands between the marks of `name`. */
export function describeEstimate(track: EstimateTrack, name: (text: string) => string): readonly string[] {
  const { estimate } = track;
  const { repository, number, body } = estimate;
  const title = body.title === undefined ? "" : ` (${name(body.title)})`;
  const heading = `${name(repository)}#${number}${title}`;
  const monthly = body.monthly?.likely;
  const estimated =
    monthly === undefined
      ? "estimated per call only, without a volume"
      : `estimated from ${formatUsd(parseUsd(monthly.before))} to ${formatUsd(parseUsd(monthly.after))} a month for the changed calls`;
  if (track.kind === "open") return [`${heading}: ${estimated}; not merged yet, as far as was told`];
  if (track.kind === "untracked") return [`${heading}: merged, and not followed: ${track.reason}`];
  const { since, begins, until, actual, expected, before, estimatedChange, actualChange, isOver, isComplete, scope } =
    track;
  const days = Math.floor((until - since) / DAY_MS);
  const verdict = isOver
    ? `spends more than estimated: ${formatUsd(actual)} against ${formatUsd(expected)}`
    : `spends what was estimated or less: ${formatUsd(actual)} against ${formatUsd(expected)}`;
  const values = scope.values
    .filter((value) => value !== null && !value.includes("*"))
    .map((value) => name(value ?? ""));
  return [
    `${heading}: ${verdict}, ${formatDelta(subtractUsd(actual, expected), expected)}`,
    `${begins} ${new Date(since).toISOString().slice(0, 10)}, ${isComplete ? "followed for 30 days" : `day ${days} of 30`}; ${estimated}`,
    `change a month: estimated ${formatSigned(estimatedChange)}, measured ${formatSigned(actualChange)} (${formatPercentDelta(actualChange - estimatedChange, estimatedChange)})`,
    `measured by ${scope.dimension} ${values.join(", ")}, ${formatUsd(before)} in the 30 days before`,
  ];
}

/** How good the estimates have been, in a line. */
export function describeCalibration({ pullRequests, medianError, bias }: Calibration): string {
  const lean = bias > 0n ? "they tend to be too low" : bias < 0n ? "they tend to be too high" : "without a lean";
  const whose =
    pullRequests === 1
      ? "1 merged pull request: its estimate was"
      : `${pullRequests} merged pull requests: half of the estimates were`;
  return `${whose} within ${percent(medianError)} of the measured change; bias ${bias > 0n ? "+" : ""}${percent(bias)}, ${lean}`;
}

function percent(basisPoints: bigint): string {
  const size = basisPoints < 0n ? -basisPoints : basisPoints;
  return `${basisPoints < 0n ? "-" : ""}${size / 100n}.${(size % 100n) / 10n}%`;
}

import { RunrateError, toDecimal } from "@runrate/core";
import {
  calibrate,
  describeCalibration,
  describeEstimate,
  readEstimates,
  trackEstimate,
  type EstimateTrack,
} from "@runrate/ledger";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedgerToAsk } from "../ledger.ts";
import type { CommandResult } from "../terminal.ts";

/** `runrate pr [number]`: what pull requests were estimated to cost against what has been spent since their merge. "No" when one is over. */
export async function pullRequest(
  [text]: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandResult> {
  const number = text === undefined ? undefined : numberOf(text);
  const tracks = await withLedgerToAsk(context, async (ledger) => {
    const all: EstimateTrack[] = [];
    for (const estimate of await readEstimates(ledger)) all.push(await trackEstimate(ledger, estimate, context.now));
    return all;
  });
  const shown = tracks.filter(({ estimate }) => number === undefined || estimate.number === number);
  const calibration = calibrate(tracks);
  return {
    text: [
      ...(shown.length === 0 ? ["nothing was estimated: the action posts estimates to /v1/estimates"] : []),
      ...shown.flatMap((track) => describeEstimate(track, printable)),
      ...(calibration === undefined ? [] : [describeCalibration(calibration)]),
    ].join("\n"),
    json: {
      pull_requests: shown.map(trackJson),
      calibration:
        calibration === undefined
          ? null
          : {
              pull_requests: calibration.pullRequests,
              median_error_percent: percentText(calibration.medianError),
              bias_percent: percentText(calibration.bias),
            },
    },
    isNo: shown.some((track) => track.kind === "tracked" && track.isOver),
  };
}

function numberOf(text: string): number {
  const digits = /^#?(\d{1,9})$/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits);
  throw new RunrateError("bad_argument", `"${text}" is not the number of a pull request`, { hint: "Give it as 482." });
}

function trackJson(track: EstimateTrack) {
  const { repository, number, body, postedAt } = track.estimate;
  const shared = {
    repository,
    number,
    state: track.kind,
    posted_at: new Date(postedAt).toISOString(),
    estimated: body.monthly,
    workloads: body.workloads,
    models: body.models,
  };
  if (track.kind === "open") return shared;
  if (track.kind === "untracked") return { ...shared, reason: track.reason };
  return {
    ...shared,
    since: new Date(track.since).toISOString(),
    until: new Date(track.until).toISOString(),
    before_usd: toDecimal(track.before),
    actual_usd: toDecimal(track.actual),
    expected_usd: toDecimal(track.expected),
    estimated_change_usd: toDecimal(track.estimatedChange),
    actual_change_usd: toDecimal(track.actualChange),
    over: track.isOver,
    complete: track.isComplete,
  };
}

/** Basis points as a percentage: 1234 is "12.34". */
function percentText(basisPoints: bigint): string {
  const size = basisPoints < 0n ? -basisPoints : basisPoints;
  return `${basisPoints < 0n ? "-" : ""}${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
}

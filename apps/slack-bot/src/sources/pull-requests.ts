import {
  calibrate,
  describeCalibration,
  describeEstimate,
  readEstimates,
  trackEstimate,
  type EstimateTrack,
  type LedgerReader,
} from "@runrate/ledger";
import { tokenAccess } from "../http/access.ts";
import { estimatesEndpoint } from "../http/estimates-endpoint.ts";
import { Intake } from "../http/intake.ts";
import { escapeName } from "../blocks/text.ts";
import { channelView } from "../ask/channel-view.ts";
import type { Bot, BotPart, CostRequest } from "../bot.ts";

/** Estimates of pull requests come in over `/v1/estimates`; `/cost pr 482` holds one against what has been spent since its merge. */
export function pullRequests(bot: Bot): BotPart {
  const { ledger, environment, log } = bot;
  const handle = estimatesEndpoint({
    ledger,
    access: tokenAccess(ledger, environment.ingestToken),
    intake: new Intake(),
    onError: (error) => log.error({ err: error }, "an estimate could not be taken in"),
  });
  return {
    routes: [{ path: "/v1/estimates", handle }],
    subcommands: [{ word: "pr", run: async (request) => request.reply({ text: await answer(bot, request) }) }],
  };
}

async function answer(bot: Bot, request: CostRequest): Promise<string> {
  // What a channel may not see counts for nothing in what it is told.
  const { ledger } = (await channelView(bot, request)).context;
  const now = bot.clock();
  const words = request.text.trim();
  // One way only to match any blank: several would try a long run of them in every combination.
  const [, repository, digits] = /^(?:([\w.-]+\/[\w.-]+)(?:\s+|(?=#)))?(?:#\s*)?(\d{1,9})$/.exec(words) ?? [];
  if (words !== "" && digits === undefined)
    return "Ask `/cost pr 482` or `/cost pr owner/name#482`; `/cost pr` alone shows all that are followed.";
  const wanted = {
    ...(repository === undefined ? {} : { repository }),
    ...(digits === undefined ? {} : { number: Number(digits) }),
  };
  const tracks: EstimateTrack[] = [];
  for (const estimate of await readEstimates(ledger, wanted)) tracks.push(await trackEstimate(ledger, estimate, now));
  if (tracks.length === 0) {
    return digits === undefined
      ? "No estimate has been posted yet: the GitHub action posts them to `/v1/estimates`."
      : `Nothing was estimated for pull request ${digits}.`;
  }
  const shown = tracks.slice(0, digits === undefined ? 10 : 3).map((track) => {
    const [verdict = "", ...details] = describeEstimate(track, escapeName);
    return [`*${verdict}*`, ...(digits === undefined ? [] : details)].join("\n");
  });
  const all = digits === undefined ? tracks : await everyTrack(ledger, now);
  const calibration = calibrate(all);
  return [...shown, ...(calibration === undefined ? [] : [describeCalibration(calibration)])].join("\n");
}

async function everyTrack(ledger: LedgerReader, now: number): Promise<readonly EstimateTrack[]> {
  const tracks: EstimateTrack[] = [];
  for (const estimate of await readEstimates(ledger)) tracks.push(await trackEstimate(ledger, estimate, now));
  return tracks;
}

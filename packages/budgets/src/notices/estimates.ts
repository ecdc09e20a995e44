import { describeEstimate, readEstimates, trackEstimate, type LedgerReader } from "@runrate/ledger";
import type { Notice } from "../notice.ts";

/** Merged pull requests that spend more than was estimated, in the 30 days for which they are followed; each is told once. */
export async function passedEstimates(ledger: LedgerReader, now: number): Promise<Notice[]> {
  const notices: Notice[] = [];
  for (const estimate of await readEstimates(ledger)) {
    const track = await trackEstimate(ledger, estimate, now);
    if (track.kind !== "tracked" || !track.isOver || track.isComplete) continue;
    const [title = "", ...lines] = describeEstimate(track, (text) => text);
    notices.push({
      kind: "estimate",
      keys: [`estimate/${estimate.repository}#${estimate.number}`],
      channel: null,
      title,
      lines,
      why: "a merged pull request's actual spend has passed its estimate",
      where: [{ dimension: track.scope.dimension, values: [...track.scope.values] }],
    });
  }
  return notices;
}

import type { CallSiteChange, TreeDiff } from "@runrate/callsites";
import { pathFits, type DismissalSettings } from "@runrate/config";

/** A finding that somebody accepts. */
export interface DismissedChange {
  readonly change: CallSiteChange;
  readonly reason: string;
  /** Last day on which it holds (YYYY-MM-DD); null: for good. */
  readonly expires: string | null;
  readonly where: "source" | "runrate.yml";
  /** Whether the change itself brings the dismissal: it is not there before. */
  readonly isNew: boolean;
}

/**
 * Sorts changes into open and dismissed ones. A comment in the source goes with its call wherever it moves; an entry in
 * `runrate.yml` holds for a path before or after a move. An expired dismissal holds no longer.
 *
 * @param today YYYY-MM-DD
 */
export function sortDismissed(
  diff: Pick<TreeDiff, "changes" | "dismissed">,
  settings: readonly DismissalSettings[],
  today: string,
): { readonly open: readonly CallSiteChange[]; readonly dismissed: readonly DismissedChange[] } {
  const comments = new Map(diff.dismissed.map((one) => [one.change, one]));
  const open: CallSiteChange[] = [];
  const dismissed: DismissedChange[] = [];
  for (const change of [...diff.changes, ...comments.keys()]) {
    const comment = comments.get(change);
    const inSource: DismissedChange | null =
      comment && !isOver(comment.dismissal.expires, today)
        ? { change, ...comment.dismissal, where: "source", isNew: comment.isNew }
        : null;
    const found = inSource ?? inSettings(change, settings, today);
    if (found) dismissed.push(found);
    else open.push(change);
  }
  return { open, dismissed };
}

function inSettings(
  change: CallSiteChange,
  settings: readonly DismissalSettings[],
  today: string,
): DismissedChange | null {
  const models = [change.before, change.after].flatMap((side) => (side ? [side.model, ...side.models] : []));
  const found = settings.find(
    ({ at, kinds, model, expires }) =>
      (pathFits([at], change.path) || (change.pathBefore !== null && pathFits([at], change.pathBefore))) &&
      (kinds === undefined || kinds.includes(change.kind)) &&
      (model === undefined || models.includes(model)) &&
      !isOver(expires ?? null, today),
  );
  if (!found) return null;
  return { change, reason: found.reason, expires: found.expires ?? null, where: "runrate.yml", isNew: false };
}

function isOver(expires: string | null, today: string): boolean {
  return expires !== null && expires < today;
}

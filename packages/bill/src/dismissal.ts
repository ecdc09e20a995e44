import type { CallSiteChange } from "@runrate/callsites";
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
  changes: readonly CallSiteChange[],
  settings: readonly DismissalSettings[],
  today: string,
): { readonly open: readonly CallSiteChange[]; readonly dismissed: readonly DismissedChange[] } {
  const open: CallSiteChange[] = [];
  const dismissed: DismissedChange[] = [];
  for (const change of changes) {
    const found = inSource(change, today) ?? inSettings(change, settings, today);
    if (found) dismissed.push(found);
    else open.push(change);
  }
  return { open, dismissed };
}

function inSource(change: CallSiteChange, today: string): DismissedChange | null {
  const comment = change.site?.dismissal ?? null;
  if (comment === null || isOver(comment.expires, today)) return null;
  const { reason, expires } = comment;
  // A call that is gone carries the comment that stood at it before.
  const isNew = change.after !== null && (change.siteBefore?.dismissal ?? null) === null;
  return { change, reason, expires, where: "source", isNew };
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

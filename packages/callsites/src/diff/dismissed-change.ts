import { readDismissal } from "../scan/dismissal-comment.ts";
import type { Dismissal } from "../scan/call-site.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { CallSiteChange } from "./call-site-change.ts";

/** A change with the comment that dismisses it. */
export interface DismissedChange {
  readonly change: CallSiteChange;
  readonly dismissal: Dismissal;
  /** Whether the comment comes with the change: it is not there before. */
  readonly isNew: boolean;
}

/** The comment at a change's call, or at the value that changed; null: nobody dismisses it. */
export function dismissalOf(change: CallSiteChange, before: Workspace, after: Workspace): DismissedChange | null {
  const { site, siteBefore, valueAt } = change;
  if (site?.dismissal) {
    // A call that is gone carries the comment that stood at it before.
    return { change, dismissal: site.dismissal, isNew: change.after !== null && !siteBefore?.dismissal };
  }
  if (valueAt === null || change.after === null) return null;
  const dismissal = readDismissal(linesOf(after, valueAt.path), { line: valueAt.line, endLine: valueAt.line });
  if (dismissal === null) return null;
  const old = linesOf(before, valueAt.path);
  const isOld = old.some((_, index) => {
    const known = readDismissal(old, { line: index + 1, endLine: index + 1 });
    return known !== null && known.reason === dismissal.reason;
  });
  return { change, dismissal, isNew: !isOld };
}

function linesOf(workspace: Workspace, path: string): readonly string[] {
  return workspace.text(path)?.split("\n") ?? [];
}

import { REQUEST_MARKS } from "../sdks/http-endpoints.ts";
import { SDK_OPERATIONS } from "../sdks/table.ts";
import type { Workspace } from "../workspace/workspace.ts";

const MARKS: readonly string[] = [...new Set([...SDK_OPERATIONS.flatMap(({ marks }) => marks), ...REQUEST_MARKS])];

/** Source files whose bytes hold the mark of some operation: only they, and what they import, are parsed. */
export function findCandidates(workspace: Workspace, alsoNamed: readonly string[]): string[] {
  const marks = [...MARKS, ...alsoNamed];
  return [...workspace.sources].filter(([, bytes]) => marks.some((mark) => bytes.includes(mark))).map(([path]) => path);
}

import { REQUEST_MARKS } from "../sdks/http-endpoints.ts";
import { SDK_OPERATIONS } from "../sdks/table.ts";
import type { Workspace } from "../workspace/workspace.ts";

const MARKS: readonly string[] = [...SDK_OPERATIONS.flatMap(({ marks }) => marks), ...REQUEST_MARKS];

/** Source files whose bytes hold the mark of some operation: only they, and what they import, are parsed. */
export function findCandidates(workspace: Workspace, alsoNamed: readonly string[]): string[] {
  return workspace.sourcesWith(anyOf([...MARKS, ...alsoNamed]));
}

/** One search for all texts; a text that holds another one adds nothing. */
function anyOf(texts: readonly string[]): RegExp {
  const needed = [...new Set(texts)].filter((text) => !texts.some((other) => other !== text && text.includes(other)));
  return new RegExp(needed.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&")).join("|"));
}

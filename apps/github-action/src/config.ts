import { checkConfig, defaultConfig, parseConfig, type RunrateConfig } from "@runrate/config";
import type { Annotation } from "./annotations.ts";
import { fileAt } from "./git.ts";
import { DEFAULT_CONFIG } from "./inputs.ts";
import { EMPTY_TREE, fileOnBothSides, type Revisions } from "./revisions.ts";

export interface GoverningConfig {
  readonly config: RunrateConfig;
  /** Whether the change edits the file. The edit counts from its merge on. */
  readonly isEdited: boolean;
  /** Whether a file that was named stands on neither side: then none governs. */
  readonly isMissing: boolean;
  /** What is wrong with the file as the change would leave it, at its lines. */
  readonly problems: readonly Annotation[];
}

/**
 * The base's `runrate.yml` governs: policies, prices and dismissals that the change brings along do not judge it.
 *
 * @throws RunrateError `bad_config` when the base's cannot be read
 */
export async function governingConfig(workspace: string, revisions: Revisions, path: string): Promise<GoverningConfig> {
  const isNew = revisions.base === EMPTY_TREE;
  const { before, after } = await fileOnBothSides(workspace, revisions, path);
  const text = isNew
    ? after
    : revisions.governing === revisions.base
      ? before
      : await fileAt(workspace, revisions.governing, path);
  const isEdited = !isNew && before !== after;
  const checked = isEdited && after !== null ? checkConfig(after, path) : null;
  return {
    config: text === null ? defaultConfig() : parseConfig(text, path),
    isEdited,
    isMissing: path !== DEFAULT_CONFIG && text === null && after === null,
    problems:
      checked?.kind === "invalid"
        ? checked.problems.map(({ line, key, message }) => ({
            level: "warning" as const,
            file: path,
            line,
            title: "runrate.yml",
            message: key === "" ? message : `${key}: ${message}`,
          }))
        : [],
  };
}

import type { NamedProfile } from "@runrate/bill";
import { RunrateError } from "@runrate/core";
import type { Annotations } from "./annotations.ts";
import { currentCatalogue, ownCatalogue, type CurrentCatalogue } from "./catalogue.ts";
import type { RunEvent } from "./event.ts";
import type { Inputs } from "./inputs.ts";
import type { Revisions } from "./revisions.ts";
import { sourceNoteText, type SourceNote } from "./source-note.ts";
import { measuredUsage } from "./usage.ts";

/** What is known beyond the two commits. */
export interface Sources {
  readonly catalogue: CurrentCatalogue;
  readonly measured: NamedProfile | null;
  readonly notes: readonly SourceNote[];
}

export interface SourcePorts {
  readonly event: Pick<RunEvent, "workspace">;
  readonly inputs: Inputs;
  readonly annotations: Annotations;
  readonly now: number;
  readonly openAiBaseUrl: string;
}

/**
 * Volumes and newer prices from where the inputs say. What cannot be read is told, and what is there is used instead: per 1,000
 * calls is more than nothing. With `fail-on-error` it is a fault.
 */
export async function readSources(
  { event, inputs, now, openAiBaseUrl, annotations }: SourcePorts,
  revisions: Revisions,
): Promise<Sources> {
  const { workspace } = event;
  const notes: SourceNote[] = [];
  const warn = (message: string) => annotations.add({ level: "warning", title: "Runrate", message });
  const attempt = async <T>(
    kind: "usage-unread" | "catalogue-unread",
    read: () => Promise<T>,
    otherwise: T,
  ): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      if (inputs.failOnError || !(error instanceof RunrateError)) throw error;
      const { code, message, hint } = error;
      const note = { kind, code };
      warn(`${sourceNoteText(note)}. ${message}. ${hint ?? ""}`.trim());
      notes.push(note);
      return otherwise;
    }
  };
  const catalogue = await attempt(
    "catalogue-unread",
    () => currentCatalogue(inputs, { workspace, revisions, now }),
    ownCatalogue(),
  );
  if (catalogue.note !== null) {
    warn(sourceNoteText(catalogue.note));
    notes.push(catalogue.note);
  }
  const measured = await attempt(
    "usage-unread",
    () => measuredUsage(inputs, { workspace, revisions, now, openAiBaseUrl }),
    null,
  );
  return { catalogue, measured, notes };
}

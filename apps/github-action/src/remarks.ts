import type { BillReport } from "@runrate/bill";
import { sourceNoteText, type SourceNote } from "./source-note.ts";

export interface RemarkFacts {
  readonly config: string;
  readonly isConfigEdited: boolean;
  readonly report: BillReport;
  readonly notes: readonly SourceNote[];
}

/** Sentences of the action's own under the headline. Text of ours alone, but for the name of an input. */
export function remarksOf({ config, isConfigEdited, report, notes }: RemarkFacts): readonly string[] {
  const name = `\`${config.replaceAll(/[`\r\n|<>@]/g, "")}\``;
  const own = report.dismissed.filter(({ new: isNew }) => isNew).length;
  return [
    ...(isConfigEdited
      ? [`> This change edits ${name}. It is judged by the base's; the edit counts once it is merged.`]
      : []),
    ...(own > 0
      ? [
          `> ${own === 1 ? "1 finding is" : `${own} findings are`} dismissed by this change itself. That hides ${own === 1 ? "it" : "them"} from the table, and does not lift a policy before it is merged.`,
        ]
      : []),
    ...notes.map((note) => `> ${sourceNoteText(note)}.`),
  ];
}

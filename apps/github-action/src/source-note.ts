import { z } from "zod";

const code = z.string().regex(/^[a-z0-9_]{1,60}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What a reader has to know of the volumes and prices that were named: facts, so that a stored result can hold them. */
export const sourceNoteSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("usage-unread"), code }),
  z.object({ kind: z.literal("catalogue-unread"), code }),
  z.object({ kind: z.literal("catalogue-older"), as_of: day, own: day }),
  z.object({ kind: z.literal("catalogue-ahead"), as_of: day }),
  z.object({ kind: z.literal("config-missing") }),
]);

export type SourceNote = z.infer<typeof sourceNoteSchema>;

/** The note as a sentence, without its full stop. */
export function sourceNoteText(note: SourceNote): string {
  switch (note.kind) {
    case "usage-unread":
      return `Measured usage could not be used (${note.code}): volumes are those that \`runrate.yml\` declares alone`;
    case "catalogue-unread":
      return `The catalogue that was named could not be used (${note.code}): prices are those of the catalogue that ships with the action`;
    case "catalogue-older":
      return `The catalogue that was named is of ${note.as_of}, older than the one that ships with the action (${note.own}), which is used`;
    case "catalogue-ahead":
      return `The catalogue that was named is dated ${note.as_of}, which has not come yet: it is used, and its date looks wrong`;
    case "config-missing":
      return "The file that the input `config` names is not there: no policy, volume or price of yours counts";
    default:
      return note satisfies never;
  }
}

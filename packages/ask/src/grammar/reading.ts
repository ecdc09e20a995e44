import type { NotUnderstood, Query } from "../query.ts";
import type { QuestionContext } from "./context.ts";
import type { Words } from "./words.ts";

/** A reading of the words by one kind of question; undefined: they ask something else. */
export type Reading = (words: Words, context: QuestionContext) => Query | NotUnderstood | undefined;

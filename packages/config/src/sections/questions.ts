import { section, text } from "../fields.ts";

/** How words that the grammar does not know are turned into a query. */
export interface QuestionSettings {
  /** A model of the Responses API. It only has to choose among kinds of questions, so a small one does. */
  readonly model: string;
}

export const questions = section({
  model: text("the model that turns such a question into a query, and never makes an amount").prefault("gpt-6-luna"),
}).transform((raw): QuestionSettings => raw);

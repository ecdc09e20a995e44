import { blankAnswer, leftColumn, text } from "./answer-base.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { HELP_TOPICS } from "./help-topics.ts";
import type { QueryOf } from "./query.ts";

/** Every question with an example, or those of one topic. */
export function answerHelp(query: QueryOf<"help">, context: AskContext): Answer {
  const topics = HELP_TOPICS.filter(({ topic }) => query.topic === null || topic === query.topic);
  return {
    ...blankAnswer("help", query, context),
    headline:
      query.topic === null
        ? "Ask in your own words: a period, a filter, a grouping, in any order. Examples:"
        : `Questions about ${query.topic}:`,
    columns: [leftColumn("topic"), leftColumn("question"), leftColumn("answers")],
    rows: topics.flatMap(({ topic, questions }) =>
      questions.map(({ question, answers }) => ({
        cells: { topic: text(topic), question: text(question === "" ? "(nothing)" : question), answers: text(answers) },
      })),
    ),
    basis: null,
    priceDate: null,
    suggestions: query.topic === null ? HELP_TOPICS.map(({ topic }) => `help ${topic}`) : ["help"],
  };
}

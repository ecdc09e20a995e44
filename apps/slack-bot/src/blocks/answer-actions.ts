import type { Answer, Query } from "@runrate/ask";
import type { ActionsBlock, Button, PlainTextOption } from "@slack/types";
import { canExplain, canGroup, groupedBy } from "../ask/follow-on.ts";
import { ACTIONS } from "./action-ids.ts";
import { cut, oneLine, plain } from "./text.ts";

/** What an answer's buttons need to know. */
export interface Asked {
  /** Under which the question is stored. */
  readonly id: string;
  readonly query: Query;
  /** Everybody sees the answer already: there is nothing to share. */
  readonly isPublic: boolean;
}

const MOST_OPTIONS = 5;

/** At most three buttons and a menu. Undefined where nothing can be done with the answer. */
export function answerActions(answer: Answer, { id, query, isPublic }: Asked): ActionsBlock | undefined {
  const buttons: Button[] = [
    ...(canExplain(query) ? [button(ACTIONS.why, "Why?", id)] : []),
    ...(isPublic ? [] : [button(ACTIONS.share, "Share to channel", id)]),
    ...(canGroup(query) && !groupedBy(query, "project") ? [button(ACTIONS.by, "By project", `project ${id}`)] : []),
  ];
  const options: PlainTextOption[] = [
    ...(canGroup(query) && !groupedBy(query, "model") ? [option("By model", `by model ${id}`)] : []),
    ...(answer.rows.length > 0 || answer.fields.length > 0 ? [option("Export CSV", `csv ${id}`)] : []),
    ...answer.suggestions.flatMap((question) => {
      const said = oneLine(question);
      return said === "" || said.length > 140 ? [] : [option(cut(`Ask: ${said}`, 75), `ask ${said}`)];
    }),
  ].slice(0, MOST_OPTIONS);
  if (buttons.length + options.length === 0) return undefined;
  const menu = options.length === 0 ? [] : [{ type: "overflow", action_id: ACTIONS.more, options } as const];
  return { type: "actions", elements: [...buttons, ...menu] };
}

/** Suggested questions as buttons, for words that were not understood. */
export function askButtons(questions: readonly string[]): ActionsBlock | undefined {
  const elements = questions
    .map(oneLine)
    .filter((question) => question !== "" && question.length <= 1_000)
    .slice(0, 3)
    .map((question, index) => button(`${ACTIONS.ask}${index + 1}`, cut(question, 75), question));
  return elements.length === 0 ? undefined : { type: "actions", elements };
}

function button(actionId: string, text: string, value: string): Button {
  return { type: "button", action_id: actionId, text: plain(text), value };
}

function option(text: string, value: string): PlainTextOption {
  return { text: plain(text), value };
}

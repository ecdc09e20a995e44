import type { BlockAction, App, RespondFn } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { ACTIONS } from "../blocks/action-ids.ts";
import type { Bot, CostRequest } from "../bot.ts";
import { pressedAt } from "../slack/press.ts";
import { answerAs, type Answering } from "./answer-request.ts";
import { exportCsv } from "./export-csv.ts";
import { byOf, whyOf } from "./follow-on.ts";
import { findQuestion, type StoredQuestion } from "./question-store.ts";
import { shareAnswer } from "./share.ts";

/** What can be pressed under an answer. Each press is answered to the one who pressed, under what they may see where they are. */
export function answerButtons(app: App, bot: Bot, answering: Answering): void {
  const buttons = {
    [ACTIONS.why]: (pressed: Pressed, value: string) => withQuestion(bot, pressed, value, explain),
    [ACTIONS.share]: (pressed: Pressed, value: string) => withQuestion(bot, pressed, value, shareAnswer),
    [ACTIONS.by]: (pressed: Pressed, value: string) => choose(bot, pressed, `by ${value}`, answering),
  };
  for (const [id, run] of Object.entries(buttons)) {
    app.action<BlockAction>({ type: "block_actions", action_id: id }, async ({ body, action, client, respond }) => {
      if (action.type === "button") await run(pressedBy(bot, body, client, respond), action.value ?? "");
    });
  }
  app.action<BlockAction>(
    { type: "block_actions", action_id: ACTIONS.more },
    async ({ body, action, client, respond }) => {
      if (action.type === "overflow")
        await choose(bot, pressedBy(bot, body, client, respond), action.selected_option.value, answering);
    },
  );
  app.action<BlockAction>(
    { type: "block_actions", action_id: /^ask_\d$/ },
    async ({ body, action, client, respond }) => {
      if (action.type === "button")
        await answering.answer({ ...pressedBy(bot, body, client, respond).request, text: action.value ?? "" });
    },
  );
}

/** A press: who, where, and how to answer. */
export interface Pressed {
  readonly request: CostRequest;
  readonly client: WebClient;
  readonly respond: RespondFn;
}

function pressedBy(bot: Bot, body: BlockAction, client: WebClient, respond: RespondFn): Pressed {
  const place = pressedAt(bot, client, body, respond);
  return { request: { ...place, text: "", via: "button", triggerId: body.trigger_id }, client, respond };
}

/** `csv <id>`, `by <dimension> <id>`, `ask <words>`: what a menu's option says. */
async function choose(bot: Bot, pressed: Pressed, option: string, answering: Answering): Promise<void> {
  const [what, ...rest] = option.split(" ");
  if (what === "ask") return await answering.answer({ ...pressed.request, text: rest.join(" ") });
  if (what === "csv") return await withQuestion(bot, pressed, rest[0] ?? "", exportCsv);
  const [dimension, id = ""] = rest;
  if (what !== "by" || (dimension !== "project" && dimension !== "model")) return;
  await withQuestion(bot, pressed, id, async (_, { request }, { query }) => {
    const next = byOf(query, dimension);
    if (next) await answerAs(bot, request, next);
  });
}

async function withQuestion(
  bot: Bot,
  pressed: Pressed,
  id: string,
  run: (bot: Bot, pressed: Pressed, question: StoredQuestion) => Promise<void>,
): Promise<void> {
  const question = await findQuestion(bot.ledger, id);
  if (question) await run(bot, pressed, question);
  else await pressed.request.reply({ text: "That question is too old to go on from. Please ask it again." });
}

async function explain(bot: Bot, { request }: Pressed, { query }: StoredQuestion): Promise<void> {
  const why = whyOf(query);
  if (why) await answerAs(bot, request, why);
}

import { answerQuery, knownNames, parseQuestion, questionText, type Answer, type Query } from "@runrate/ask";
import { RunrateError } from "@runrate/core";
import { renderAnswer } from "../blocks/answer.ts";
import { renderNotUnderstood } from "../blocks/not-understood.ts";
import type { AllParts, Bot, CostRequest, Outgoing } from "../bot.ts";
import { channelView, type ChannelView } from "./channel-view.ts";
import { newQuestionId, storeQuestion } from "./question-store.ts";

/** Answers what somebody asked, where they asked it; a subcommand's part does so for its own word. Says so when it cannot. */
export async function answerRequest(bot: Bot, parts: AllParts, request: CostRequest): Promise<void> {
  const stop = bot.metrics.answerSeconds.startTimer();
  try {
    if (!(await mayAsk(bot, request))) return;
    const [word = ""] = request.text.split(/\s/, 1);
    const subcommand = parts
      .all()
      .flatMap((part) => part.subcommands ?? [])
      .find((each) => each.word === word.toLowerCase());
    if (subcommand) {
      bot.metrics.questions.inc({ kind: subcommand.word, via: request.via });
      await subcommand.run({ ...request, text: request.text.slice(word.length).trim() });
    } else {
      await answerWords(bot, request);
    }
  } catch (error) {
    await request.reply(sayFailure(bot, error));
  } finally {
    stop();
  }
}

/** Answers a query that a button stands for. */
export async function answerAs(bot: Bot, request: CostRequest, query: Query): Promise<void> {
  try {
    if (!(await mayAsk(bot, request))) return;
    await replyWith(bot, request, query, await channelView(bot, request), []);
  } catch (error) {
    await request.reply(sayFailure(bot, error));
  }
}

async function mayAsk(bot: Bot, { userId, reply }: CostRequest): Promise<boolean> {
  if (bot.slack === undefined || (await bot.slack.people.may(userId, "viewer"))) return true;
  await reply({ text: "You may not ask for spend here: `roles.viewer` in runrate.yml says who may." });
  return false;
}

async function answerWords(bot: Bot, request: CostRequest): Promise<void> {
  const view = await channelView(bot, request);
  const { now, zone } = view.context;
  const known = await knownNames(view.context);
  const parsed = parseQuestion(request.text, { now, zone, known });
  if (parsed.kind === "not_understood") {
    bot.metrics.questions.inc({ kind: "not_understood", via: request.via });
    await request.reply(renderNotUnderstood(parsed));
    return;
  }
  await replyWith(bot, request, inScope(parsed, view), view, []);
}

/** Bare `/cost` is about the channel's default scope. */
function inScope(query: Query, { scope }: ChannelView): Query {
  if (query.kind !== "overview" || query.where.length > 0 || scope.length === 0) return query;
  return { ...query, where: scope.map(({ dimension, values }) => ({ dimension, values: [...values] })) };
}

async function replyWith(
  bot: Bot,
  request: CostRequest,
  query: Query,
  view: ChannelView,
  notes: readonly string[],
): Promise<void> {
  const answer = await answerQuery(query, view.context, request.text);
  bot.metrics.questions.inc({ kind: answer.kind, via: request.via });
  await request.reply(await asMessage(bot, request, query, answer, view, notes));
}

async function asMessage(
  bot: Bot,
  request: CostRequest,
  query: Query,
  answer: Answer,
  view: ChannelView,
  notes: readonly string[],
): Promise<Outgoing> {
  if (answer.kind === "not_understood")
    return renderNotUnderstood({ reason: answer.headline, suggestions: answer.suggestions });
  const id = newQuestionId();
  const { channelId, userId, threadTs = null } = request;
  const isPublic = request.via === "mention" && view.isSure;
  await storeQuestion(bot.ledger, { id, query, channelId, threadTs, userId });
  return renderAnswer(answer, { asked: { id, query, isPublic }, notes: [...view.notes, ...notes] });
}

/** What somebody is told when their question failed: an expected error with its next step, else that it was logged. */
export function sayFailure(bot: Bot, error: unknown): Outgoing {
  if (error instanceof RunrateError) {
    bot.log.warn({ err: error }, "a question could not be answered");
    return { text: `${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}` };
  }
  bot.metrics.failures.inc({ where: "asking" });
  bot.log.error({ err: error }, "a question failed");
  return { text: "That went wrong on our side; it is in the log. Please ask again." };
}

/** A query in words, for a person to type again. */
export function commandOf(query: Query): string {
  return `/cost ${questionText(query)}`.trim();
}

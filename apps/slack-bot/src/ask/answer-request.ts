import {
  answerQuery,
  courtesyOf,
  followUp,
  knownNames,
  parseQuestion,
  questionText,
  withUnknownValues,
  type Answer,
  type Query,
} from "@runrate/ask";
import { renderAnswer, type AnswerFrame } from "../blocks/answer.ts";
import { renderNotUnderstood } from "../blocks/not-understood.ts";
import type { AllParts, Bot, CostRequest, Outgoing } from "../bot.ts";
import { escapeText } from "../blocks/text.ts";
import { currentPricer } from "../current-pricer.ts";
import { sayFailure } from "../slack/say-failure.ts";
import { channelView, type ChannelView } from "./channel-view.ts";
import { lastQuestion, newQuestionId, storeQuestion } from "./question-store.ts";
import { Understander } from "./understand.ts";

/** Answers requests: by the part whose word they begin with, else as questions. Says so when it cannot. */
export class Answering {
  readonly #bot: Bot;
  readonly #parts: AllParts;
  readonly #understander: Understander | undefined;

  constructor(bot: Bot, parts: AllParts) {
    this.#bot = bot;
    this.#parts = parts;
    const { apiKey } = bot.environment.openai;
    this.#understander = apiKey === undefined ? undefined : new Understander(bot, apiKey, currentPricer(bot.prices));
  }

  /** Answers what somebody asked, where they asked it. */
  async answer(request: CostRequest): Promise<void> {
    const bot = this.#bot;
    const stop = bot.metrics.answerSeconds.startTimer();
    try {
      if (!(await mayAsk(bot, request))) return;
      const courtesy = courtesyOf(request.text);
      if (courtesy === "closing") return await this.#takeNote(request);
      // Who greets in a thread has not asked its question once more.
      if (courtesy === "greeting") return await this.#answerWords({ ...request, text: "" });
      const [word = ""] = request.text.split(/\s/, 1);
      const subcommand = this.#parts
        .all()
        .flatMap((part) => part.subcommands ?? [])
        .find((each) => each.word === word.toLowerCase());
      if (subcommand) {
        bot.metrics.questions.inc({ kind: subcommand.word, via: request.via });
        await subcommand.run({ ...request, text: request.text.slice(word.length).trim() });
      } else {
        await this.#answerWords(request);
      }
    } catch (error) {
      await request.reply(sayFailure(bot, error));
    } finally {
      stop();
    }
  }

  /** Thanks in a conversation are the end of it, and a message more would be noise; a command shows nothing of its own, so it gets a word. */
  async #takeNote(request: CostRequest): Promise<void> {
    this.#bot.metrics.questions.inc({ kind: "courtesy", via: request.via });
    if (request.via === "mention" || request.via === "direct") return;
    await request.reply({ text: "There is no question in that. `/cost help` shows what you can ask." });
  }

  async #answerWords(request: CostRequest): Promise<void> {
    const bot = this.#bot;
    const view = await channelView(bot, request);
    const { now, zone } = view.context;
    const known = await knownNames(view.context);
    const earlier = await earlierQuestion(bot, request);
    const asked = { now, zone, known };
    const parsed = earlier ? followUp(request.text, earlier, asked) : parseQuestion(request.text, asked);
    if (parsed.kind !== "not_understood") {
      const lead = earlier && request.text !== questionText(parsed) ? { lead: `:speech_balloon: ${code(parsed)}` } : {};
      await replyWith(bot, request, inScope(parsed, view), view, lead);
      return;
    }
    const understood = await this.#understander?.understand(request.text, known, zone);
    if (understood?.kind === "query") {
      // The answer says how the words were understood, as a command that can be asked, corrected, again.
      const lead = `:speech_balloon: I read this as ${code(understood.query)}`;
      await replyWith(bot, request, understood.query, view, { lead });
      return;
    }
    bot.metrics.questions.inc({ kind: "not_understood", via: request.via });
    const reason = understood?.kind === "none" && understood.reason !== undefined ? understood.reason : parsed.reason;
    await request.reply(renderNotUnderstood({ reason, suggestions: parsed.suggestions }));
  }
}

/** Answers a query that a button stands for. */
export async function answerAs(bot: Bot, request: CostRequest, query: Query): Promise<void> {
  try {
    if (await mayAsk(bot, request)) await replyWith(bot, request, query, await channelView(bot, request), {});
  } catch (error) {
    await request.reply(sayFailure(bot, error));
  }
}

/** What was asked before in the same thread, or in the same direct conversation. */
async function earlierQuestion(bot: Bot, { channelId, threadTs, via, text }: CostRequest): Promise<Query | undefined> {
  if (text === "" || via === "command" || via === "button") return undefined;
  const thread = threadTs ?? (via === "direct" ? DIRECT : undefined);
  return thread === undefined ? undefined : (await lastQuestion(bot.ledger, channelId, thread))?.query;
}

/** The one thread of a direct conversation outside of its threads. */
const DIRECT = "direct";

function code(query: Query): string {
  return `\`${escapeText(commandOf(query).replaceAll("`", "'"))}\``;
}

async function mayAsk(bot: Bot, { userId, reply }: CostRequest): Promise<boolean> {
  if (bot.slack === undefined || (await bot.slack.people.may(userId, "viewer"))) return true;
  await reply({ text: "You may not ask for spend here: `roles.viewer` in runrate.yml says who may." });
  return false;
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
  frame: Pick<AnswerFrame, "lead">,
): Promise<void> {
  const answer = await answerIn(view, query, request.text);
  bot.metrics.questions.inc({ kind: answer.kind, via: request.via });
  await request.reply(await asMessage(bot, request, query, answer, view, frame));
}

/** A query's answer as a channel may see it. A name that was never recorded there is said: $0 alone would look like a fact. */
export async function answerIn({ context }: ChannelView, query: Query, text?: string): Promise<Answer> {
  return withUnknownValues(await answerQuery(query, context, text), query, await knownNames(context));
}

async function asMessage(
  bot: Bot,
  request: CostRequest,
  query: Query,
  answer: Answer,
  view: ChannelView,
  frame: Pick<AnswerFrame, "lead">,
): Promise<Outgoing> {
  if (answer.kind === "not_understood") {
    return renderNotUnderstood({ reason: answer.headline, suggestions: answer.suggestions });
  }
  const id = newQuestionId();
  const { channelId, userId, via } = request;
  const threadTs = request.threadTs ?? (via === "direct" ? DIRECT : null);
  const isPublic = via === "mention" && view.isSure;
  await storeQuestion(bot.ledger, { id, query, channelId, threadTs, userId });
  return renderAnswer(answer, { ...frame, asked: { id, query, isPublic }, notes: view.notes });
}

/** A query in words, for a person to type again. */
function commandOf(query: Query): string {
  return `/cost ${questionText(query)}`.trim();
}

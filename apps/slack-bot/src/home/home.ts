import { answerQuery } from "@runrate/ask";
import { sourceStates } from "@runrate/ledger";
import type { App } from "@slack/bolt";
import type { Block, KnownBlock } from "@slack/types";
import { channelView } from "../ask/channel-view.ts";
import { askButtons } from "../blocks/answer-actions.ts";
import { renderAnswer } from "../blocks/answer.ts";
import type { MessageBlock } from "../blocks/block.ts";
import { escapeName, mrkdwn, plain, section } from "../blocks/text.ts";
import type { AllParts, Bot, BotPart } from "../bot.ts";
import { describeSource } from "../sources/describe-source.ts";

/** App Home: this month, what the other parts bring (budgets, alerts), and how Runrate is set up. */
export function home(bot: Bot, parts: AllParts): BotPart {
  return {
    listen(app: App): void {
      app.event("app_home_opened", async ({ event, client }) => {
        if (event.tab !== "home") return;
        const blocks = await homeBlocks(bot, parts, event.user);
        await client.views.publish({ user_id: event.user, view: { type: "home", blocks } });
      });
    },
  };
}

/** Slack takes 100 blocks. */
const MOST_BLOCKS = 100;

async function homeBlocks(bot: Bot, parts: AllParts, userId: string): Promise<(KnownBlock | Block)[]> {
  if (bot.slack && !(await bot.slack.people.may(userId, "viewer"))) {
    return [section("You may not see spend here: `roles.viewer` in runrate.yml says who may.")];
  }
  const blocks: MessageBlock[] = [header("This month"), ...(await monthBlocks(bot))];
  for (const part of parts.all()) {
    try {
      blocks.push(...((await part.home?.(userId)) ?? []));
    } catch (error) {
      // What one part cannot tell does not take the others away.
      bot.metrics.failures.inc({ where: "home" });
      bot.log.error({ err: error }, "a part of App Home failed");
    }
  }
  blocks.push({ type: "divider" }, header("Settings"), ...(await settingsBlocks(bot, userId)));
  return blocks.filter(({ type }) => !NOT_AT_HOME.has(type)).slice(0, MOST_BLOCKS);
}

/** What only messages may hold. */
const NOT_AT_HOME: ReadonlySet<string> = new Set(["data_visualization", "data_table", "markdown"]);

async function monthBlocks(bot: Bot): Promise<MessageBlock[]> {
  const { context } = await channelView(bot, { channelId: "D" });
  const answer = await answerQuery({ kind: "overview", where: [], zone: null }, context);
  const buttons = askButtons(["why", "by model this month vs last", "forecast"]);
  return [...(renderAnswer(answer).blocks ?? []), ...(buttons ? [buttons] : [])];
}

async function settingsBlocks(bot: Bot, userId: string): Promise<MessageBlock[]> {
  const sources = await sourceStates(bot.ledger, bot.clock());
  const { catalogue } = bot.prices();
  const roles = await rolesOf(bot, userId);
  const listed = sources.slice(0, 10).map((source) => `• ${describeSource(source)}`);
  const more = sources.length > listed.length ? [`… and ${sources.length - listed.length} more`] : [];
  return [
    {
      type: "section",
      fields: [
        mrkdwn(`*Time zone*\n${escapeName(bot.config.timezone ?? "UTC")}`),
        mrkdwn(`*Prices*\n${catalogue.basis}, of ${catalogue.as_of}`),
        mrkdwn(`*You may*\n${roles}`),
        mrkdwn(
          `*Questions in other words*\n${bot.environment.openai.apiKey === undefined ? "off: no OPENAI_API_KEY" : "on"}`,
        ),
      ],
    },
    section(
      sources.length === 0
        ? "*Sources*\nNo usage has come in yet. `runrate import <file>`, `POST /v1/usage` or OPENAI_ADMIN_KEY bring it."
        : `*Sources*\n${[...listed, ...more].join("\n")}`,
    ),
    { type: "context", elements: [mrkdwn("Settings stand in `runrate.yml`. `/cost help` shows what can be asked.")] },
  ];
}

async function rolesOf({ slack }: Bot, userId: string): Promise<string> {
  const budgets = (await slack?.people.may(userId, "budgetOwner")) ?? true;
  const admin = (await slack?.people.may(userId, "admin")) ?? true;
  return ["ask", ...(budgets ? ["set budgets"] : []), ...(admin ? ["administer"] : [])].join(", ");
}

function header(text: string): MessageBlock {
  return { type: "header", text: plain(text) };
}

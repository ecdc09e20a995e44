import { askContext, type AskContext } from "@runrate/ask";
import type { ChannelSettings, Selector } from "@runrate/config";
import { narrowLedger } from "@runrate/ledger";
import type { Bot } from "../bot.ts";
import type { Place } from "../slack/places.ts";

/** What a channel may see, and the context of questions that are answered there. */
export interface ChannelView {
  readonly context: AskContext;
  /** What bare `/cost` is about there. */
  readonly scope: Selector;
  /** Said under every answer there; empty where everything may be seen. */
  readonly notes: readonly string[];
  /** False: Slack did not say which channel it is, and `runrate.yml` limits some by name. Such an answer is for the asker alone. */
  readonly isSure: boolean;
}

/** The view of a channel: its ledger is narrowed to what it may see, so that no question, button or model can widen it. */
export async function channelView(bot: Bot, place: Place): Promise<ChannelView> {
  const found = await bot.slack?.places.settings(place);
  const settings: ChannelSettings | undefined = found?.kind === "found" ? found.value : undefined;
  const { catalogue, aliases } = bot.prices();
  const sees = settings?.sees ?? [];
  const ledger = sees.length === 0 ? bot.ledger : narrowLedger(bot.ledger, sees);
  return {
    context: askContext({ ledger, catalogue, aliases, now: bot.clock(), config: bot.config }),
    scope: settings?.scope ?? [],
    notes: sees.length === 0 ? [] : [`this channel sees ${selectorText(sees)} only`],
    isSure: found?.kind !== "failed",
  };
}

/** `project search-* or chat, tag env prod` */
function selectorText(selector: Selector): string {
  return selector
    .map(({ dimension, values }) => `${dimension.replace(":", " ").replaceAll("_", " ")} ${values.join(" or ")}`)
    .join(", ");
}

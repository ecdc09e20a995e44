import { alerting } from "./alerts/alerting.ts";
import { asking } from "./ask/asking.ts";
import type { MakePart } from "./bot.ts";
import { budgeting } from "./budgets/budgeting.ts";
import { home } from "./home/home.ts";
import { health } from "./http/health.ts";
import { ingest } from "./http/ingest.ts";
import { pullRequests } from "./sources/pull-requests.ts";
import { priceRefresh } from "./prices/price-refresh.ts";
import { reconciling } from "./sources/reconciling.ts";
import { syncing } from "./sources/syncing.ts";
import { housekeeping } from "./slack/housekeeping.ts";

/** Everything that the bot does, in the order of App Home. A new concern is a file that makes a `BotPart`, and a line here. */
export const PARTS: readonly MakePart[] = [
  health,
  ingest,
  asking,
  home,
  budgeting,
  alerting,
  syncing,
  reconciling,
  priceRefresh,
  pullRequests,
  housekeeping,
];

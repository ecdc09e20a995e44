import { workloadRule } from "@runrate/config";
import { userPseudonym } from "@runrate/ledger";
import type { AllParts, Bot, BotPart } from "../bot.ts";
import { currentPricer } from "../current-pricer.ts";
import { tokenAccess } from "./access.ts";
import { catalogueEndpoint } from "./catalogue-endpoint.ts";
import { Intake } from "./intake.ts";
import { tracesEndpoint } from "./traces-endpoint.ts";
import { usageExportEndpoint } from "./usage-export-endpoint.ts";
import { usageEndpoint, type IngestSettings } from "./usage-endpoint.ts";

/** The addresses that take usage, and that tell what was measured. */
export function ingest(bot: Bot, parts: AllParts): BotPart {
  const settings: IngestSettings = {
    ledger: bot.ledger,
    access: tokenAccess(bot.ledger, bot.environment.ingestToken),
    intake: new Intake(),
    price: currentPricer(bot.prices),
    matchWorkload: workloadRule(bot.config.workloads),
    ...(bot.environment.pseudonymKey === undefined ? {} : { pseudonym: userPseudonym(bot.environment.pseudonymKey) }),
    afterIngest: () => parts.ingested(),
    onError: (error) => bot.log.error({ err: error }, "usage could not be taken in"),
  };
  return {
    routes: [
      { path: "/v1/usage", handle: usageEndpoint(settings) },
      { path: "/v1/traces", handle: tracesEndpoint(settings) },
      { path: "/v1/usage/export", handle: usageExportEndpoint(settings) },
      { path: "/v1/catalogue", handle: catalogueEndpoint({ ...settings, prices: bot.prices }) },
    ],
  };
}

import { RunrateError, type Catalogue } from "@runrate/core";
import type { CommandContext } from "../context.ts";
import { listCatalogue, pricesOf } from "../prices.ts";
import { ok, warning, type Check } from "./check.ts";
import { failed } from "./configuration-check.ts";

const DAY_MS = 86_400_000;
const OLD_DAYS = 30;

/** The catalogue's age and its overrides. */
export function priceChecks(context: CommandContext): Check[] {
  try {
    const list = listCatalogue(context);
    const { catalogue, overrides } = { ...pricesOf(context), overrides: overrideCount(context) };
    const models = catalogue.providers.reduce((sum, { models: own }) => sum + own.length, 0);
    const about = `${models.toLocaleString("en-US")} models, prices of ${list.as_of}${overrides}`;
    const days = Math.floor((context.now - Date.parse(list.as_of)) / DAY_MS);
    return [
      days > OLD_DAYS
        ? warning("prices", `${about}: ${days} days old`, "`runrate prices update <file or URL>` takes newer ones.")
        : ok("prices", about),
    ];
  } catch (error) {
    if (error instanceof RunrateError && error.code === "bad_config") return [];
    return [failed("prices", error)];
  }
}

function overrideCount(context: CommandContext): string {
  return pricesOf(context).catalogue.basis === "negotiated" ? ", with negotiated ones over them" : "";
}

/** Models in use that end soon or have ended, by their maker's own dates. */
export function shutdownChecks(catalogue: Catalogue, used: readonly string[], now: number): Check[] {
  const names = new Set(used.map((name) => name.toLowerCase()));
  const soon = now + 90 * DAY_MS;
  return catalogue.providers.flatMap(({ models, makes }) =>
    makes === undefined
      ? []
      : models.flatMap(({ id, shutdown, replacement }) => {
          if (shutdown === undefined || !names.has(id.toLowerCase()) || Date.parse(shutdown) > soon) return [];
          const verb = Date.parse(shutdown) <= now ? "was shut down on" : "shuts down on";
          const fix = replacement === undefined ? "Choose another model." : `Its maker recommends ${replacement}.`;
          return [warning("models", `${id} is in use and ${verb} ${shutdown}`, fix)];
        }),
  );
}

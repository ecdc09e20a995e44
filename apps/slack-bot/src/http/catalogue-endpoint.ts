import type { IncomingMessage, ServerResponse } from "node:http";
import type { Prices } from "../bot.ts";
import type { Access } from "./access.ts";
import { guarded } from "./guarded.ts";
import { isRefusal, replyJson } from "./reply.ts";

/**
 * `GET /v1/catalogue`: the list prices that the bot knows, in Runrate's own form, which the action and `runrate prices update` read.
 * Needs a token with the scope `export`. What is negotiated is never in it.
 */
export function catalogueEndpoint(settings: {
  readonly access: Access;
  readonly prices: () => Pick<Prices, "list">;
  readonly onError: (error: unknown) => void;
}) {
  const { access, prices, onError } = settings;
  return guarded("GET", onError, async (request: IncomingMessage, response: ServerResponse) => {
    const grant = await access(request, "export");
    if (isRefusal(grant)) return grant;
    const { list } = prices();
    if (list.basis !== "list") {
      return {
        status: 409,
        code: "negotiated",
        message: "the catalogue that this bot was started with holds negotiated prices, which it tells nobody",
        hint: "Start it with a catalogue of list prices, and keep what is negotiated in prices.overrides.",
      };
    }
    replyJson(response, 200, list);
    return undefined;
  });
}

import { routeByWords, type Route, type RoutingPolicy } from "@runrate/core";
import { changeRequests, lastQuery } from "./change-requests.ts";

export interface RoutingChoice {
  /** Where "explain", "what is" and what fits no rule goes. */
  readonly cheap: string;
  /** Where "analyze", "design", "architecture" and "debug" go. */
  readonly strong: string;
  /** Other rules, or any function of the query; default: SPEC's words. */
  readonly policy?: RoutingPolicy;
  /** Only requests for this model are routed, the others go as they are; absent: all chats and responses. */
  readonly insteadOf?: string;
  readonly onRoute?: (route: Route, query: string) => void;
}

/** A client whose chats and responses go to the cheap or the strong model, by the newest message of the user. */
export function routeClient<Client extends object>(client: Client, choice: RoutingChoice): Client {
  const policy = choice.policy ?? routeByWords();
  return changeRequests(client, (body, path) => {
    if (!/\/(chat\/completions|responses)$/.test(path)) return body;
    if (choice.insteadOf !== undefined && body["model"] !== choice.insteadOf) return body;
    const query = lastQuery(body);
    const decision = policy(query);
    const route = typeof decision === "string" ? decision : decision.route;
    choice.onRoute?.(route, query);
    return { ...body, model: choice[route] };
  });
}

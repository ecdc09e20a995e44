import type { Dispatch } from "../deliver/dispatch.ts";
import type { PageRoutes } from "../server.ts";
import type { World } from "../world.ts";

/** The page's own routes: markup, script, state, events and acts. */
export function pageRoutes(_world: World, _dispatch: Dispatch): PageRoutes {
  return async () => false;
}

import type { Endpoint } from "./guarded.ts";

/** An address of the server. The endpoint checks the method itself (`guarded`). */
export interface Route {
  /** Exact, without a query: `/v1/usage`. */
  readonly path: string;
  readonly handle: Endpoint;
}

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bundledCatalogue } from "@runrate/catalogue";
import { compilePricer } from "@runrate/core";
import { openLedger, recordPricer, type LedgerStore } from "@runrate/ledger";
import { tokenAccess } from "../src/http/access.ts";
import type { Endpoint } from "../src/http/guarded.ts";
import { Intake, type IntakeLimits } from "../src/http/intake.ts";
import type { IngestSettings } from "../src/http/usage-endpoint.ts";

/** Noon of 24 November 2026: where the servers' clocks stand. */
export const NOW = Date.UTC(2026, 10, 24, 12);
export const TOKEN = "a-token-for-the-tests";
const PRICE = recordPricer(compilePricer(bundledCatalogue()));

/** A server with one endpoint over an empty ledger in memory, gone at the end of the test. */
export async function ingestServer(
  endpointOf: (settings: IngestSettings) => Endpoint,
  options: { readonly limits?: Partial<IntakeLimits>; readonly closed?: boolean; readonly ledger?: LedgerStore } = {},
) {
  const ledger = options.ledger ?? (await openLedger("sqlite::memory:", { clock: () => NOW }));
  const seen = { ingests: 0, errors: [] as unknown[] };
  const endpoint = endpointOf({
    ledger,
    access: tokenAccess(ledger, options.closed === true ? undefined : TOKEN),
    intake: new Intake(options.limits),
    price: PRICE,
    afterIngest: () => (seen.ingests += 1),
    onError: (error) => seen.errors.push(error),
  });
  const server = createServer((request, response) => void endpoint(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    ledger,
    seen,
    url,
    send: (body: string | Buffer, headers: Record<string, string> = {}) =>
      fetch(url, { method: "POST", body, headers: { authorization: `Bearer ${TOKEN}`, ...headers } }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await ledger.close();
    },
  };
}

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { openLedger, querySpend, syncSources, type AdminKey, type SyncReport } from "../src/index.ts";
import { NOW, pricesOf } from "./open-ledger.ts";

/** A provider's API on loopback, which answers in JSON; gone at the end of the test. */
export interface FakeApi extends AsyncDisposable {
  readonly baseUrl: string;
  /** What was asked for, in order. */
  readonly seen: readonly URL[];
}

/** Starts an API that answers every request with what `answer` makes of it. */
export async function fakeApi(
  answer: (url: URL, request: IncomingMessage) => { readonly status: number; readonly body: unknown },
): Promise<FakeApi> {
  const seen: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    seen.push(url);
    const { status, body } = answer(url, request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An empty ledger with one configured source, ten days of which are read at first. */
export async function syncedLedger(key: Pick<AdminKey, "provider" | "key">, { baseUrl }: FakeApi) {
  let now = NOW;
  const ledger = await openLedger("sqlite::memory:", { clock: () => now });
  const keys = [{ ...key, baseUrl, backfillDays: 10 }];
  return {
    ledger,
    /** Reads what is new. */
    async sync(): Promise<SyncReport | undefined> {
      return (await syncSources(ledger, keys, { price: pricesOf() }))[0];
    },
    /** Lets so many milliseconds pass. */
    later: (ms: number) => (now += ms),
    total: async () => (await querySpend(ledger, { from: 0, to: now, zone: "UTC", by: [], where: [] })).total,
    [Symbol.asyncDispose]: () => ledger.close(),
  };
}

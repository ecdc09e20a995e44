import { createServer, type IncomingMessage } from "node:http";

/** A bucket as the fake keeps it: seconds since 1970, and the entries that are in it. */
export interface FakeBucket {
  readonly start_time: number;
  readonly end_time: number;
  readonly results: readonly object[];
}

/** What the fake knows of an organisation. An endpoint that is absent answers 404. */
export interface FakeOrganisation {
  readonly adminKey: string;
  readonly buckets: Record<string, FakeBucket[]>;
  /** In what order pages have the buckets of a window; absent: oldest first, as the API has them. */
  readonly order?: (buckets: readonly FakeBucket[]) => readonly FakeBucket[];
  readonly projects?: readonly { readonly id: string; readonly name: string }[];
  readonly users?: readonly { readonly id: string; readonly name: string }[];
  readonly keys?: Record<string, readonly { readonly id: string; readonly name: string }[]>;
  readonly spendLimit?: object;
  readonly spendAlerts?: readonly object[];
  /** Statuses with which the next requests of an endpoint are answered before they are served. */
  readonly failures?: Record<string, { readonly status: number; readonly headers?: Record<string, string> }[]>;
}

/** A request as the fake saw it. */
interface SeenRequest {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** A running fake. */
export interface AdminApi extends AsyncDisposable {
  /** What `OPENAI_BASE_URL` is set to. */
  readonly baseUrl: string;
  readonly seen: readonly SeenRequest[];
}

const MAX_BUCKETS: Readonly<Record<string, number>> = { "1h": 168, "1d": 31, "1m": 1440 };

/**
 * OpenAI's admin API on loopback, as its description and the SDK's types have it: pages of buckets of the asked width, cut at
 * `limit`, a cursor in `next_page`, 401 for a wrong key. Gone at the end of the test.
 */
export async function startAdminApi(organisation: FakeOrganisation): Promise<AdminApi> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const answer = respond(request, organisation, seen);
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

function respond(request: IncomingMessage, organisation: FakeOrganisation, seen: SeenRequest[]): Answer {
  const url = new URL(request.url ?? "/", "http://fake");
  const path = url.pathname.replace("/v1/organization/", "");
  seen.push({ path, query: url.searchParams });
  if (request.headers.authorization !== `Bearer ${organisation.adminKey}`) {
    const message = `Incorrect API key provided: ${request.headers.authorization?.slice(7)}`;
    return { status: 401, body: { error: { message, code: "invalid_api_key" } } };
  }
  const failure = organisation.failures?.[path]?.shift();
  if (failure) return { ...failure, body: { error: { message: "failed" } } };
  const list = listOf(path, organisation);
  if (list) return { status: 200, body: { object: "list", data: list, has_more: false, last_id: null } };
  if (path === "spend_limit" && organisation.spendLimit) return { status: 200, body: organisation.spendLimit };
  const buckets = organisation.buckets[path.replace("usage/", "")];
  if (!buckets) return { status: 404, body: { error: { message: "not found" } } };
  return { status: 200, body: pageOf(buckets, path, url.searchParams, organisation.order) };
}

function listOf(path: string, organisation: FakeOrganisation): readonly object[] | undefined {
  if (path === "projects") return organisation.projects ?? [];
  if (path === "users") return organisation.users ?? [];
  if (path === "spend_alerts") return organisation.spendAlerts;
  const project = /^projects\/([^/]+)\/api_keys$/.exec(path)?.[1];
  return project === undefined ? undefined : (organisation.keys?.[project] ?? []);
}

function pageOf(
  buckets: readonly FakeBucket[],
  path: string,
  query: URLSearchParams,
  order: FakeOrganisation["order"] = (given) => given,
) {
  const width = query.get("bucket_width") ?? "1d";
  const limit = Number(query.get("limit") ?? 7);
  if (limit > (path === "costs" ? 180 : (MAX_BUCKETS[width] ?? 0)))
    throw new Error(`limit ${limit} of ${width} is refused`);
  const [from, to] = [Number(query.get("start_time")), Number(query.get("end_time") ?? Number.POSITIVE_INFINITY)];
  const all = order(buckets.filter((bucket) => bucket.start_time >= from && bucket.start_time < to));
  const start = Number(query.get("page")?.slice("page_".length) ?? 0);
  const next = start + limit;
  const data = all.slice(start, next).map((bucket) => ({ object: "bucket", ...bucket }));
  const hasMore = next < all.length;
  return { object: "page", data, has_more: hasMore, next_page: hasMore ? `page_${next}` : null };
}

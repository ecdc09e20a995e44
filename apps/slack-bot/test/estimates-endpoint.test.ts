import { createToken, readEstimates } from "@runrate/ledger";
import { expect, test } from "vitest";
import { estimatesEndpoint } from "../src/http/estimates-endpoint.ts";
import { ingestServer } from "./ingest-server.ts";

const TOTALS = {
  changes: 1,
  calls: 1,
  unchanged: 0,
  dismissed: 0,
  unresolved: 0,
  without_volume: 0,
  without_price: 0,
  monthly_usd: { before: "30", after: "60", delta: "30" },
  monthly_range_usd: null,
  monthly_at_most: false,
  monthly_bill_usd: null,
  monthly_percent: null,
  per_1k_calls_usd: null,
  per_1k_calls_range_usd: null,
};
const REPORT = {
  version: 1,
  changes: [],
  unresolved: [],
  dismissed: [],
  cheaper: [],
  ending: [],
  totals: TOTALS,
  verdict: { direction: "raises", policy: "pass", reasons: [] },
  below_floor: false,
  prices: { as_of: "2026-11-01", age_days: 1, basis: "list" },
  volumes_from: null,
  disclosed: true,
  notes: [],
};
const POST = { repository: "acme/shop", number: 482, head: "abcdef1", report: REPORT };

test("an estimate is posted once, whatever the number of tries, and the merge after it", async () => {
  await using server = await ingestServer(estimatesEndpoint);
  const send = async (body: object) => {
    const response = await server.send(JSON.stringify(body), { "content-type": "application/json" });
    return [response.status, await response.json()];
  };
  const merge = { repository: "acme/shop", number: 482, merged_at: "2026-11-20T10:00:00Z", merge_commit: "1234567" };
  expect(await send(POST)).toEqual([200, { status: "created" }]);
  expect(await send(POST)).toEqual([200, { status: "unchanged" }]);
  expect(await send(merge)).toEqual([200, { status: "merged" }]);
  const [estimate] = await readEstimates(server.ledger);
  expect(estimate).toMatchObject({
    number: 482,
    mergedAt: Date.UTC(2026, 10, 20, 10),
    mergeCommit: "1234567",
    body: { monthly: { likely: { before: "30", after: "60" } } },
  });
});

test("one body may say both, an open pull request is not merged, and a merge waits for its estimate", async () => {
  await using server = await ingestServer(estimatesEndpoint);
  const send = async (body: object) => {
    const response = await server.send(JSON.stringify(body), { "content-type": "application/json" });
    return [response.status, await response.json()];
  };
  const merged_at = "2026-11-20T10:00:00Z";
  expect(await send({ ...POST, merged_at: null })).toEqual([200, { status: "created" }]);
  expect(await send({ repository: "acme/shop", number: 483, merged_at })).toEqual([202, { status: "waiting" }]);
  expect(await send({ ...POST, number: 483 })).toEqual([200, { status: "created" }]);
  expect(await send({ ...POST, number: 484, merged_at, head: "ABCDEF1", merge_commit: null })).toEqual([
    200,
    { status: "merged" },
  ]);
  const states = (await readEstimates(server.ledger)).map(({ number, mergedAt, body: { head } }) => [
    number,
    mergedAt,
    head,
  ]);
  expect(states.sort()).toEqual([
    [482, undefined, "abcdef1"],
    [483, Date.parse(merged_at), "abcdef1"],
    [484, Date.parse(merged_at), "abcdef1"],
  ]);
});

test.each([
  ["no JSON", "{"],
  ["a repository that is a path", JSON.stringify({ ...POST, repository: "../etc" })],
  ["a report that is none", JSON.stringify({ ...POST, report: { version: 1 } })],
])("%s is refused with what is wrong", async (_what, body) => {
  await using server = await ingestServer(estimatesEndpoint);
  const response = await server.send(body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
});

test("a token for estimates posts them; one for usage does not", async () => {
  await using server = await ingestServer(estimatesEndpoint, { closed: true });
  const status = async (scope: "estimates" | "ingest") => {
    const { secret } = await createToken(server.ledger, { name: scope, scopes: [scope], actor: "ada" });
    return (await server.send(JSON.stringify(POST), { authorization: `Bearer ${secret}` })).status;
  };
  expect([await status("estimates"), await status("ingest")]).toEqual([200, 403]);
});

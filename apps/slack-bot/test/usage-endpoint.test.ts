import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { toDecimal } from "@runrate/core";
import { createToken, querySpend, revokeToken, scanRecords, type LedgerStore } from "@runrate/ledger";
import { expect, test } from "vitest";
import { usageExportEndpoint } from "../src/http/usage-export-endpoint.ts";
import { usageEndpoint } from "../src/http/usage-endpoint.ts";
import { ingestServer, NOW, TOKEN } from "./ingest-server.ts";

const call = (id: string, more: object = {}) =>
  JSON.stringify({
    id,
    at: "2026-11-24T11:00:00Z",
    model: "gpt-4o-mini",
    usage: { input_tokens: 2000, output_tokens: 500 },
    ...more,
  });

async function usdOf(ledger: LedgerStore): Promise<string> {
  const { total } = await querySpend(ledger, { from: 0, to: NOW, zone: "UTC", by: [], where: [] });
  return toDecimal(total.usd);
}

test("lines are stored once, with what is known of whose they are, and bad ones are told by line", async () => {
  await using server = await ingestServer(usageEndpoint);
  const lines = [
    call("a", { project: "search", user: "u1", workload: "rank", feature: "autocomplete" }),
    "",
    call("b", { usage: { input_tokens: -1, output_tokens: 0 } }),
    "not json",
    JSON.stringify({ model: "gpt-4o-mini", usage: { input_tokens: 1, output_tokens: 1 } }),
    call("c", { model: "no-such-model" }),
  ].join("\n");
  const response = await server.send(lines, { "content-type": "application/x-ndjson" });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    stored: 2,
    duplicates: 0,
    unpriced: 1,
    rejected: [
      { line: 3, reason: expect.stringContaining("input_tokens") },
      { line: 4, reason: expect.stringContaining("not JSON") },
      { line: 5, reason: expect.stringContaining("no id") },
    ],
  });
  // 2,000 × $0.15 / 1M + 500 × $0.60 / 1M
  expect(await usdOf(server.ledger)).toBe("0.0006");
  expect(server.seen.ingests).toBe(1);
  for await (const { record } of scanRecords(server.ledger, { from: 0, to: NOW })) {
    expect(record).toMatchObject(
      record.id === "c"
        ? { source: "http", model: "no-such-model" }
        : { source: "http", project: "search", user: "u1", workload: "rank", tags: { feature: "autocomplete" } },
    );
  }

  const again = await server.send(
    gzipSync(call("a", { project: "search", user: "u1", workload: "rank", feature: "autocomplete" })),
    {
      "content-encoding": "gzip",
    },
  );
  expect(await again.json()).toEqual({ stored: 0, duplicates: 1, unpriced: 0, rejected: [] });
  expect(server.seen.ingests).toBe(1);
});

test("an id that is sent again with other content keeps the first and says so", async () => {
  await using server = await ingestServer(usageEndpoint);
  await server.send(call("a"));
  const answer: unknown = await (await server.send(`${call("new")}\n${call("a", { model: "gpt-4o" })}`)).json();
  expect(answer).toMatchObject({
    stored: 1,
    rejected: [{ line: 2, reason: expect.stringContaining("already stored") }],
  });
  expect(await usdOf(server.ledger)).toBe("0.0012");
});

test("a sender cannot choose the source under which its usage counts", async () => {
  await using server = await ingestServer(usageEndpoint);
  await server.send(call("a", { source: "openai-admin" }));
  const { rows } = await querySpend(server.ledger, { from: 0, to: NOW, zone: "UTC", by: ["source"], where: [] });
  expect(rows.map(({ key }) => key)).toEqual([["http"]]);
});

test.each([
  ["no token", { authorization: "" }, 401, "unauthorised"],
  ["a wrong token", { authorization: "Bearer wrong" }, 401, "unauthorised"],
  ["another scheme", { authorization: `Basic ${TOKEN}` }, 401, "unauthorised"],
  ["a form", { "content-type": "multipart/form-data; boundary=x" }, 415, "unknown_content_type"],
  ["another packing", { "content-encoding": "br" }, 415, "unknown_encoding"],
  ["gzip that is none", { "content-encoding": "gzip" }, 400, "broken_body"],
])("%s is refused, and nothing is stored", async (_what, headers, status, code) => {
  await using server = await ingestServer(usageEndpoint);
  const response = await server.send(call("a"), headers);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code, message: expect.any(String) } });
  expect(await usdOf(server.ledger)).toBe("0");
});

test("without RUNRATE_INGEST_TOKEN the endpoint is closed, whatever is sent", async () => {
  await using server = await ingestServer(usageEndpoint, { closed: true });
  expect((await server.send(call("a"), { authorization: "Bearer undefined" })).status).toBe(401);
});

test("GET is refused with the method that is meant", async () => {
  await using server = await ingestServer(usageEndpoint);
  const response = await fetch(server.url);
  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
});

test("a body past the limit is refused, packed or not", async () => {
  await using server = await ingestServer(usageEndpoint, { limits: { bodyBytes: 1_048_576 } });
  const big = "x".repeat(1_048_577);
  expect((await server.send(big)).status).toBe(413);
  const bomb = gzipSync("x".repeat(50_000_000));
  expect(bomb.length).toBeLessThan(100_000);
  const response = await server.send(bomb, { "content-encoding": "gzip" });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ error: { code: "body_too_large" } });
});

test("binary data is refused as a whole", async () => {
  await using server = await ingestServer(usageEndpoint);
  const response = await server.send(Buffer.from([0x7b, 0x00, 0x7d]));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: "not_text" } });
});

test("when more arrives than the memory is meant for, the sender is told when to come back, and then is served", async () => {
  await using server = await ingestServer(usageEndpoint, { limits: { requests: 1 } });
  const headers = { authorization: `Bearer ${TOKEN}` };
  const slow = request(server.url, { method: "POST", headers });
  slow.write(`${call("slow")}\n`);
  // The first request holds its place from the moment its head has arrived.
  let response = await server.send(call("b"));
  while (response.status === 200) response = await server.send(call("b"));
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
  const answered = new Promise<number | undefined>((resolve) =>
    slow.once("response", ({ statusCode }) => resolve(statusCode)),
  );
  slow.end(call("last"));
  expect(await answered).toBe(200);
  expect((await server.send(call("b"))).status).toBe(200);
  expect(await usdOf(server.ledger)).toBe("0.0018");
});

test("when the ledger cannot store, the sender is told to try again and sees no details", async () => {
  await using server = await ingestServer(usageEndpoint);
  await server.ledger.db.schema.dropTable("rollups").execute();
  const response = await server.send(call("a"));
  expect(response.status).toBe(500);
  expect(JSON.stringify(await response.json())).not.toMatch(/rollups|SQL/i);
  expect(server.seen.errors).toHaveLength(1);
});

test("a named token sends under its own source, until it is revoked", async () => {
  await using server = await ingestServer(usageEndpoint, { closed: true });
  const { secret } = await createToken(server.ledger, { name: "checkout", scopes: ["ingest"], actor: "ada" });
  const headers = { authorization: `Bearer ${secret}` };
  expect((await server.send(call("a"), headers)).status).toBe(200);
  const { rows } = await querySpend(server.ledger, { from: 0, to: NOW, zone: "UTC", by: ["source"], where: [] });
  expect(rows.map(({ key }) => key)).toEqual([["http:checkout"]]);
  await revokeToken(server.ledger, "checkout", "ada");
  expect((await server.send(call("b"), headers)).status).toBe(401);
});

test("a token for export reads what was measured and cannot send usage", async () => {
  await using taking = await ingestServer(usageEndpoint);
  await using giving = await ingestServer(usageExportEndpoint);
  for (const { ledger } of [taking, giving])
    await createToken(ledger, { name: "ci", scopes: ["export"], actor: "ada" });
  const { secret } = await createToken(taking.ledger, { name: "ci-2", scopes: ["export"], actor: "ada" });
  const refused = await taking.send(call("a"), { authorization: `Bearer ${secret}` });
  expect([refused.status, await refused.json()]).toEqual([
    403,
    { error: expect.objectContaining({ code: "forbidden", message: "the token is for export, not for ingest" }) },
  ]);
  const own = await createToken(giving.ledger, { name: "ci-3", scopes: ["export"], actor: "ada" });
  const read = await fetch(`${giving.url}?days=7`, { headers: { authorization: `Bearer ${own.secret}` } });
  expect(read.status).toBe(200);
  expect(await read.json()).toMatchObject({ rows: [] });
  expect((await fetch(`${giving.url}?days=x`, { headers: { authorization: `Bearer ${own.secret}` } })).status).toBe(
    400,
  );
  expect((await fetch(giving.url)).status).toBe(401);
});

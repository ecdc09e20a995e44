import { toDecimal } from "@runrate/core";
import { expect, test } from "vitest";
import { importUsage, sourceStates, streamInput } from "../src/index.ts";
import { Readable } from "node:stream";
import { NOW, pricesOf } from "./open-ledger.ts";
import { fakeApi, syncedLedger } from "./synced-source.ts";

const KEY = "sk-master-for-the-tests";
const HOUR = 3_600_000;

/** A row as `GET /spend/logs/v2` answers it (docs.litellm.ai, Spend Tracking; table LiteLLM_SpendLogs). */
const row = (id: string, at: number, more: object = {}) => ({
  request_id: id,
  call_type: "acompletion",
  api_key: "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
  spend: 0.5,
  prompt_tokens: 2_000,
  completion_tokens: 500,
  startTime: new Date(at).toISOString(),
  model: "gpt-4o-mini",
  custom_llm_provider: "openai",
  metadata: { user_api_key_alias: "prod", user_api_key_team_alias: "Search" },
  ...more,
});

/** A proxy that filters, sorts and pages as LiteLLM does, and says how many rows match only up to a cap. */
async function proxy(rows: ReturnType<typeof row>[], fault: { status?: number } = {}) {
  return await fakeApi((url, { headers }) => {
    const of = (name: string) => url.searchParams.get(name) ?? "";
    const isTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
    const isSound = isTime.test(of("start_date")) && isTime.test(of("end_date")) && Number(of("page_size")) <= 100;
    const isKnown = headers.authorization === `Bearer ${KEY}`;
    const isThere = url.pathname === "/spend/logs/v2";
    const status = !isKnown ? 401 : !isThere ? 404 : isSound ? (fault.status ?? 200) : 422;
    if (status !== 200) return { status, body: { error: { message: `no ${KEY}` } } };
    const [from, to] = [Date.parse(`${of("start_date")}Z`), Date.parse(`${of("end_date")}Z`)];
    const found = rows
      .filter(({ startTime }) => Date.parse(startTime) >= from && Date.parse(startTime) <= to)
      .sort((a, b) => Date.parse(a.startTime) - Date.parse(b.startTime));
    const size = Number(of("page_size"));
    const start = (Number(of("page")) - 1) * size;
    const total = Math.min(found.length, 150);
    const body = {
      data: found.slice(start, start + size),
      total,
      page: Number(of("page")),
      page_size: size,
      total_pages: Math.ceil(total / size),
      total_is_capped: found.length > 150,
    };
    return { status, body };
  });
}

test("all calls come in, page after page, also past the count that LiteLLM stops at, and are priced here", async () => {
  const calls = Array.from({ length: 450 }, (_, index) => row(`c${index}`, NOW - 9 * 24 * HOUR + index * 60_000));
  // Two hundred more in one second.
  const crowd = Array.from({ length: 250 }, (_, index) => row(`d${index}`, NOW - 5 * HOUR + index));
  await using api = await proxy([...calls, ...crowd]);
  await using run = await syncedLedger({ provider: "litellm", key: KEY }, api);
  expect(await run.sync()).toMatchObject({
    source: "litellm",
    endpoints: [{ kind: "read", endpoint: "spend_logs", stored: 700, rejected: 0 }],
  });
  const total = await run.total();
  // 2,000 × $0.15 and 500 × $0.60 a million, not LiteLLM's own $0.50.
  expect([total.counts.requests, toDecimal(total.usd)]).toEqual([700n, "0.42"]);
});

test("a second sync goes on from the first, finds what was logged late, and counts nothing twice", async () => {
  const rows = [row("a", NOW - 30 * HOUR), row("b", NOW - 1_000)];
  await using api = await proxy(rows);
  await using run = await syncedLedger({ provider: "litellm", key: KEY }, api);
  await run.sync();
  // A long answer: it began before the last sync and is logged now.
  rows.push(row("late", NOW - 600_000), row("c", NOW + 60_000));
  run.later(300_000);
  expect(await run.sync()).toMatchObject({ endpoints: [{ stored: 2, unchanged: 1 }] });
  expect((await run.total()).counts.requests).toBe(4n);
  expect(api.seen.at(-1)?.searchParams.get("start_date")).toBe(
    new Date(NOW - HOUR).toISOString().slice(0, 19).replace("T", " "),
  );
});

test("a proxy that nobody calls is not late", async () => {
  await using api = await proxy([row("a", NOW - HOUR)]);
  await using run = await syncedLedger({ provider: "litellm", key: KEY }, api);
  await run.sync();
  run.later(48 * HOUR);
  await run.sync();
  const [state] = await sourceStates(run.ledger, NOW + 48 * HOUR);
  expect(state).toMatchObject({ source: "litellm", stale: false });
});

test("a call that came in as a file of spend logs is the same call", async () => {
  const one = row("a", NOW - HOUR);
  await using api = await proxy([one]);
  await using run = await syncedLedger({ provider: "litellm", key: KEY }, api);
  await importUsage(run.ledger, streamInput(Readable.from([Buffer.from(JSON.stringify([one]))]), "logs"), {
    price: pricesOf(),
    now: NOW,
  });
  expect(await run.sync()).toMatchObject({ endpoints: [{ stored: 0, unchanged: 1, rejected: 0 }] });
});

test.each([
  ["a wrong key", "sk-wrong", {}, "admin_key_refused", "LITELLM_ADMIN_KEY"],
  ["a proxy that is too old", KEY, { status: 404 }, "source_failed", "import its spend logs"],
])("%s is told with the next step, and without the key", async (_what, key, fault, code, hint) => {
  await using api = await proxy([], fault);
  await using run = await syncedLedger({ provider: "litellm", key }, api);
  const report = await run.sync();
  expect(report?.endpoints).toMatchObject([{ kind: "failed", error: { code, hint: expect.stringContaining(hint) } }]);
  expect(JSON.stringify(report)).not.toContain(key);
});

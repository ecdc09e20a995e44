import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJsonTraces, ingestSpans, openLedger, querySpend, type LedgerStore } from "../src/index.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";
import { HAS_POSTGRES, PostgresLedgers } from "./postgres-ledgers.ts";

const DAY = 86_400_000;
const OPTIONS = { source: "otlp", price: pricesOf(), now: NOW };
const TRACE = "5b8efff798038103d269b633813fc60c";

interface Made {
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Absent: a span that counts nothing. */
  readonly tokens?: readonly [input: number, output: number];
  readonly kind?: number;
  readonly traceId?: string;
  readonly more?: Readonly<Record<string, string>>;
}

function requestOf(spans: readonly Made[]): string {
  const members = spans.map(({ tokens, more = {}, ...span }) => ({
    traceId: TRACE,
    kind: 1,
    name: "",
    startTimeUnixNano: `${NOW - 60_000}000000`,
    endTimeUnixNano: `${NOW - 59_000}000000`,
    ...span,
    attributes: [
      ...Object.entries(more).map(([key, value]) => ({ key, value: { stringValue: value } })),
      ...(tokens === undefined
        ? []
        : [
            { key: "gen_ai.request.model", value: { stringValue: "gpt-4o" } },
            { key: "gen_ai.usage.input_tokens", value: { intValue: tokens[0] } },
            { key: "gen_ai.usage.output_tokens", value: { intValue: tokens[1] } },
          ]),
    ],
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: "lib" }, spans: members }] }] });
}

/** Sends each list as a request of its own, one after the other, and counts what the ledger holds then. */
async function sendAll(ledger: LedgerStore, ...requests: readonly (readonly Made[])[]) {
  for (const spans of requests) await ingestSpans(ledger, decodeJsonTraces(requestOf(spans)), OPTIONS);
  const { total } = await querySpend(ledger, { from: 0, to: NOW, zone: "UTC", by: [], where: [] });
  return [total.counts.requests, total.counts.inputTokens];
}

const OUTER: Made = { spanId: "0a", tokens: [100, 20] };
const INNER: Made = { spanId: "0b", parentSpanId: "0a", tokens: [100, 20] };

describe("a call of which several requests tell", () => {
  test("counts once, whichever of two nested spans comes first, however often they are sent", async () => {
    for (const order of [
      [OUTER, INNER],
      [INNER, OUTER],
    ]) {
      await using ledger = await memoryLedger();
      expect(await sendAll(ledger, ...order.map((span) => [span]))).toEqual([1n, 100n]);
      expect(await sendAll(ledger, ...order.toReversed().map((span) => [span]), order)).toEqual([1n, 100n]);
    }
  });

  test.skipIf(!HAS_POSTGRES)("counts once on PostgreSQL too", async () => {
    const ledgers = new PostgresLedgers(() => NOW);
    await using _dropped = { [Symbol.asyncDispose]: () => ledgers.drop() };
    const ledger = await ledgers.open();
    const request: Made = { spanId: "0d", parentSpanId: "0a", kind: 3 };
    expect(await sendAll(ledger, [OUTER, request], [INNER], [INNER, OUTER])).toEqual([1n, 100n]);
    expect(await sendAll(ledger, [{ spanId: "0e", parentSpanId: "0d", tokens: [100, 20] }])).toEqual([1n, 100n]);
    await ledger.close();
  });

  test("counts once where one request comes while the other is being stored", async () => {
    await using ledger = await memoryLedger();
    const append = ledger.append.bind(ledger);
    let inner: Promise<unknown> | undefined;
    Object.assign(ledger, {
      append: async (records: Parameters<typeof append>[0]) => {
        inner ??= sendAll(ledger, [INNER]);
        // A disk that takes its time, in which the other request could look and find nothing.
        await setTimeout(20);
        return await append(records);
      },
    });
    await sendAll(ledger, [OUTER]);
    await inner;
    expect(await sendAll(ledger)).toEqual([1n, 100n]);
  });

  test("a request that fails lets the next one of its trace go on", async () => {
    await using ledger = await memoryLedger();
    const append = ledger.append.bind(ledger);
    let fails = true;
    const failing = Object.assign(ledger, {
      append: async (records: Parameters<typeof append>[0]) => {
        if (!fails) return await append(records);
        fails = false;
        throw new Error("the disk is full");
      },
    });
    const [first, second] = await Promise.allSettled([sendAll(failing, [INNER]), sendAll(failing, [INNER])]);
    expect([first?.status, second?.status]).toEqual(["rejected", "fulfilled"]);
    expect(await sendAll(failing)).toEqual([1n, 100n]);
  });

  test("counts once through three libraries, as their spans end or the other way round", async () => {
    const chain = [INNER, OUTER, { ...INNER, spanId: "0c", parentSpanId: "0b" }];
    for (const order of [
      [chain[2], chain[0], chain[1]],
      [chain[1], chain[0], chain[2]],
    ]) {
      await using ledger = await memoryLedger();
      expect(await sendAll(ledger, ...order.map((span) => (span === undefined ? [] : [span])))).toEqual([1n, 100n]);
    }
  });

  test("counts as its parts where the span around them, which repeats their sum, comes after them", async () => {
    await using ledger = await memoryLedger();
    const parts = [1, 2, 3].map((part): Made => ({ spanId: `1${part}`, parentSpanId: "0a", tokens: [part, 1] }));
    expect(await sendAll(ledger, ...parts.map((span) => [span]), [OUTER])).toEqual([3n, 6n]);
  });

  test("counts once where a service calls another that tells of it too", async () => {
    const request: Made = { spanId: "0d", parentSpanId: "0a", kind: 3 };
    const proxy: Made = { spanId: "0e", parentSpanId: "0d", tokens: [100, 20] };
    for (const requests of [
      [[OUTER, request], [proxy]],
      [[proxy], [OUTER, request]],
    ]) {
      await using ledger = await memoryLedger();
      expect(await sendAll(ledger, ...requests)).toEqual([1n, 100n]);
    }
  });

  test("counts once where an agent that was taken for one elsewhere comes after its calls", async () => {
    await using ledger = await memoryLedger();
    const agent: Made = { ...OUTER, kind: 3, more: { "gen_ai.operation.name": "invoke_agent" } };
    expect(await sendAll(ledger, [INNER], [agent])).toEqual([1n, 100n]);
  });

  test.each<[string, Made]>([
    ["with other counts", { ...INNER, tokens: [101, 20] }],
    ["in another trace", { ...INNER, traceId: "5b8efff798038103d269b633813fc60d" }],
    ["beside it", { spanId: "0b", parentSpanId: "ff", tokens: [100, 20] }],
  ])("is another call %s", async (_what, other) => {
    await using ledger = await memoryLedger();
    expect((await sendAll(ledger, [OUTER], [other]))[0]).toBe(2n);
  });

  test("is forgotten after a day", async () => {
    let now = NOW;
    const ledger = await openLedger("sqlite::memory:", { clock: () => now });
    await using _closed = { [Symbol.asyncDispose]: () => ledger.close() };
    await sendAll(ledger, [INNER]);
    now += DAY + 1;
    await sendAll(ledger, [{ spanId: "0f", parentSpanId: "aa", tokens: [1, 1] }]);
    const left = await ledger.db.selectFrom("span_links").select("span").execute();
    expect(left.map(({ span }) => span)).toEqual([`${TRACE}:aa`]);
  });

  test("ids that are none are taken as they are, and not remembered", async () => {
    await using ledger = await memoryLedger();
    const odd: Made = { spanId: "0b", parentSpanId: `x\u0000${"y".repeat(10_000)}`, tokens: [1, 1] };
    expect(await sendAll(ledger, [odd], [odd])).toEqual([1n, 1n]);
    expect(await ledger.db.selectFrom("span_links").selectAll().execute()).toEqual([]);
  });

  test("counts once however the spans of a trace, inner ones first, are cut into requests", async () => {
    const tree: Made[] = [];
    for (const call of ["1", "2", "3"]) {
      tree.push({ spanId: `${call}c`, parentSpanId: `${call}b`, tokens: [100, Number(call)] });
      tree.push({ spanId: `${call}b`, parentSpanId: `${call}a`, tokens: [100, Number(call)] });
      tree.push({ spanId: `${call}a`, tokens: [100, Number(call)] });
    }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: tree.length, maxLength: tree.length }), async (cuts) => {
        await using ledger = await memoryLedger();
        const requests: Made[][] = [[]];
        for (const [index, span] of tree.entries()) {
          if (cuts[index] === true) requests.push([]);
          requests.at(-1)?.push(span);
        }
        expect(await sendAll(ledger, ...requests, ...requests)).toEqual([3n, 300n]);
      }),
      { numRuns: 25 },
    );
  });
});

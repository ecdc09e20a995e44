import { Readable } from "node:stream";
import { expect, test } from "vitest";
import {
  csvHeader,
  csvRow,
  decodeJsonTraces,
  exportColumns,
  exportLine,
  importUsage,
  ingestSpans,
  querySpend,
  scanRecords,
  streamInput,
  type LedgerStore,
} from "../src/index.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";

/*
 * Names that a JavaScript object has of its own accord, as names of tags: none is lost, and none is there unless it was recorded.
 */

const OPTIONS = { price: pricesOf(), now: NOW };
const SPAN = { from: Date.UTC(2026, 0, 1), to: NOW };
const ODD = { ["__proto__"]: "P", constructor: "C", toString: "T" };

async function importText(ledger: LedgerStore, text: string): Promise<void> {
  const result = await importUsage(ledger, streamInput(Readable.from([Buffer.from(text)]), "odd"), OPTIONS);
  expect(result).toMatchObject({ rejected: [] });
}

async function tagsIn(ledger: LedgerStore): Promise<[string, string][][]> {
  const found: [string, string][][] = [];
  for await (const { record } of scanRecords(ledger, SPAN)) found.push(Object.entries(record.tags));
  return found;
}

const LINE = { id: "a", at: "2026-11-01T00:00:00Z", model: "gpt-4o", usage: { input_tokens: 5, output_tokens: 1 } };
const FORMS: readonly (readonly [string, string])[] = [
  ["JSON lines, beside the counts", `${JSON.stringify(LINE).slice(0, -1)},${JSON.stringify(ODD).slice(1)}`],
  ["JSON lines, under tags", JSON.stringify({ ...LINE, tags: ODD })],
  [
    "CSV",
    "id,ts,model,input_tokens,output_tokens,__proto__,constructor,toString\na,2026-11-01T00:00:00Z,gpt-4o,5,1,P,C,T",
  ],
  [
    "LiteLLM",
    JSON.stringify({
      request_id: "a",
      startTime: "2026-11-01T00:00:00Z",
      model: "gpt-4o",
      spend: 1,
      prompt_tokens: 5,
      completion_tokens: 1,
      request_tags: ["__proto__:P", "constructor:C", "toString:T"],
    }),
  ],
];

test.each(FORMS)("%s", async (_name, text) => {
  await using ledger = await memoryLedger();
  await importText(ledger, text);
  expect(await tagsIn(ledger)).toEqual([Object.entries(ODD)]);
  for (const [name, value] of Object.entries(ODD)) {
    const { rows } = await querySpend(ledger, { ...SPAN, zone: "UTC", by: [`tag:${name}`], where: [] });
    expect(rows.map(({ key }) => key)).toEqual([[value]]);
  }
});

test("OTLP", async () => {
  await using ledger = await memoryLedger();
  const attributes = [
    { key: "gen_ai.request.model", value: { stringValue: "gpt-4o" } },
    { key: "gen_ai.usage.input_tokens", value: { intValue: 9 } },
    ...Object.entries(ODD).map(([name, value]) => ({ key: `runrate.tag.${name}`, value: { stringValue: value } })),
  ];
  const spans = [{ traceId: "0a", spanId: "01", startTimeUnixNano: "1763942400000000000", attributes }];
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  expect(await ingestSpans(ledger, decodeJsonTraces(body), { ...OPTIONS, source: "otlp" })).toMatchObject({
    stored: 1,
  });
  const found: [string, string][][] = [];
  for await (const { record } of scanRecords(ledger, { from: 0, to: NOW })) found.push(Object.entries(record.tags));
  expect(found).toEqual([Object.entries(ODD)]);
});

test("a tag called model does not keep the model's own name from being looked at", async () => {
  await using ledger = await memoryLedger();
  const row = { request_id: "a", startTime: "2026-11-01T00:00:00Z", model: "gpt\u0007", spend: 1, prompt_tokens: 5 };
  const text = JSON.stringify({ ...row, request_tags: ["model:fine"] });
  const result = await importUsage(ledger, streamInput(Readable.from([Buffer.from(text)]), "odd"), OPTIONS);
  expect(result).toMatchObject({ stored: 0, rejected: [{ reason: "model contains control characters" }] });
});

test("an export has them, only where they were recorded, and is imported as the same records", async () => {
  await using ledger = await memoryLedger();
  await importText(ledger, [JSON.stringify({ ...LINE, tags: ODD }), JSON.stringify({ ...LINE, id: "b" })].join("\n"));
  const columns = await exportColumns(ledger);
  const csv = [csvHeader(columns)];
  const lines: string[] = [];
  for await (const entry of scanRecords(ledger, SPAN)) {
    csv.push(csvRow(columns, entry));
    lines.push(exportLine(entry));
  }
  for (const text of [csv.join("\n"), lines.join("\n")]) {
    await using again = await memoryLedger();
    await importText(again, text);
    expect(await tagsIn(again)).toEqual([Object.entries(ODD), []]);
  }
});

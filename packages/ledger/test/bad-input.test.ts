import { describe, expect, test } from "vitest";
import { querySpend } from "../src/index.ts";
import { ALL, GOOD, HEADER, importText, totalOf } from "./importing.ts";
import { memoryLedger } from "./open-ledger.ts";

describe("a bad row is reported with its line and reason, and the rows around it are stored", () => {
  test.each([
    ["2026-11-01T00:00:00Z,gpt-4o,-5,0,500", 'input_tokens is "-5": a count cannot be negative'],
    ["2026-11-01T00:00:00Z,gpt-4o,2000.5,0,500", 'input_tokens is "2000.5": a count must be a whole number'],
    [
      "2026-11-01T00:00:00Z,gpt-4o,9007199254740993,0,500",
      'input_tokens is "9007199254740993": a count is at most 9007199254740991',
    ],
    ["2026-11-01T00:00:00Z,gpt-4o,1e3,0,500", 'input_tokens is "1e3": it must be a whole number'],
    [
      "2026-11-01T00:00:00Z,gpt-4o,1.234.567,0,500",
      'input_tokens is "1.234.567": it must be a whole number, without separators of thousands',
    ],
    ["2026-11-01T00:00:00Z,gpt-4o,NaN,0,500", 'input_tokens is "NaN": it must be a whole number'],
    [
      "2026-11-01T00:00:00Z,gpt-4o,2000,2001,500",
      "cached_input_tokens (2001) is above input_tokens (2000), of which it is a part",
    ],
    ["2019-12-31T23:59:59Z,gpt-4o,2000,0,500", '"2019-12-31T23:59:59Z" is outside 2020 to 2100'],
    ["2101-01-01T00:00:00Z,gpt-4o,2000,0,500", '"2101-01-01T00:00:00Z" is outside 2020 to 2100'],
    ["2026-02-30T00:00:00Z,gpt-4o,2000,0,500", '"2026-02-30T00:00:00Z" is not an instant such as 2026-11-24T13:00:00Z'],
    ["yesterday,gpt-4o,2000,0,500", '"yesterday" is not an instant such as 2026-11-24T13:00:00Z'],
    [",gpt-4o,2000,0,500", "no instant"],
    ["2026-11-01T00:00:00Z,,2000,0,500", "no model"],
    ["2026-11-01T00:00:00Z,gpt-4o,,0,500", "input_tokens is empty: write 0 where there were none"],
    ["2026-11-01T00:00:00Z,gpt-4o,2000,0,", "output_tokens is empty: write 0 where there were none"],
    ["2026-11-01T00:00:00Z,gpt-4o,2000,0", "4 fields where the header has 5"],
    ['2026-11-01T00:00:00Z,"gpt"-4o,2000,0,500', "not well-formed CSV: a quote inside a field must be doubled"],
    ["2026-11-01T00:00:00Z,gpt\u0007-4o,2000,0,500", "model contains control characters"],
    ["2026-11-01T00:00:00Z,gpt-4o\uFFFD,2000,0,500", "model is not valid UTF-8"],
  ])("CSV: %s", async (row, reason) => {
    await using ledger = await memoryLedger();
    const result = await importText(ledger, [HEADER, GOOD, row, GOOD].join("\n"));
    expect(result).toMatchObject({ read: 3, stored: 2, rejected: [{ line: 3, reason }], rejectedCount: 1 });
    // Two runs of 2,000 in and 500 out on gpt-4o: 2 × (2,000 × $2.50 + 500 × $10) / 1M = $0.02.
    expect(await totalOf(ledger)).toEqual({ usd: "0.02", requests: 2, unpriced: 0 });
  });

  test("a spreadsheet's commas of thousands and blanks around a count are no fault; in a semicolon file a comma may be of decimals", async () => {
    await using ledger = await memoryLedger();
    const rows = ['2026-11-01,gpt-4o,"1,000,000",0', "2026-11-01,gpt-4o, 5 ,0"];
    const commas = await importText(ledger, ["Date,Model,Input Tokens,Output Tokens", ...rows].join("\r\n"));
    expect(commas).toMatchObject({ stored: 2, rejected: [] });
    const semicolons = await importText(
      ledger,
      ["Date;Model;Input Tokens;Output Tokens", "2026-11-01;gpt-4o;1,234;0", ";;;", ""].join("\r\n"),
    );
    expect(semicolons).toMatchObject({
      read: 1,
      stored: 0,
      rejected: [
        { line: 2, reason: 'input_tokens is "1,234": it must be a whole number, without separators of thousands' },
      ],
    });
    // 1,000,005 × $2.50 / 1M
    expect(await totalOf(ledger)).toMatchObject({ usd: "2.5000125", requests: 2 });
  });

  test("a date column is the instant where no other is, and beside one a tag", async () => {
    await using ledger = await memoryLedger();
    const result = await importText(ledger, "ts,date,model,input_tokens\n2026-11-01T10:00:00Z,monday,gpt-4o,5");
    expect(result).toMatchObject({ stored: 1, tagColumns: ["date"] });
  });

  const LINE = { at: "2026-11-01T00:00:00Z", model: "gpt-4o", usage: { input_tokens: 2_000, output_tokens: 500 } };
  test.each([
    ["{", /^not JSON: /],
    ["[1]", "the line must be a JSON object"],
    [JSON.stringify({ ...LINE, model: undefined }), "model must be a model's name"],
    [JSON.stringify({ ...LINE, usage: undefined }), "usage must be an object of counts"],
    [JSON.stringify({ ...LINE, usage: { input_tokens: -1 } }), "input_tokens is -1: a count cannot be negative"],
    [JSON.stringify({ ...LINE, usage: {} }), "usage names no count: give input_tokens and output_tokens"],
    [
      JSON.stringify({ ...LINE, usage: { input_tokens: "", output_tokens: 1 } }),
      "input_tokens is not a number: it must be a whole number",
    ],
    [
      JSON.stringify({ ...LINE, usage: { input_tokens: null, output_tokens: 1 } }),
      "input_tokens is null: write 0 where there were none",
    ],
    [JSON.stringify({ ...LINE, usage: { input_tokens: 1.5 } }), "input_tokens is 1.5: a count must be a whole number"],
    [JSON.stringify({ ...LINE, usage: { cached_output_tokens: 1 } }), /cached_output_tokens.*output is never cached/],
    [
      JSON.stringify({ ...LINE, usage: { input_tokens: 5, cached_input_tokens: 6 } }),
      /cached_input_tokens.*above input_tokens/,
    ],
    [JSON.stringify({ ...LINE, at: "1999-01-01T00:00:00Z" }), /from 2020 to 2100/],
    [JSON.stringify({ ...LINE, service_tier: "gold" }), /"gold" is none of standard, batch, flex, priority/],
    [JSON.stringify({ ...LINE, requests: -1 }), "requests must be a whole number"],
    [JSON.stringify({ ...LINE, id: 7 }), "id must be a text"],
    [
      JSON.stringify({ ...LINE, messages: [{ role: "user" }] }),
      "messages is neither a text nor a number nor true or false",
    ],
  ])("JSON lines: %s", async (text, reason) => {
    await using ledger = await memoryLedger();
    const good = JSON.stringify(LINE);
    const result = await importText(ledger, [good, text, good].join("\n"));
    expect(result).toMatchObject({ read: 3, stored: 2, rejectedCount: 1 });
    expect(result.rejected).toEqual([
      { line: 2, reason: typeof reason === "string" ? reason : expect.stringMatching(reason) },
    ]);
    expect(await totalOf(ledger)).toEqual({ usd: "0.02", requests: 2, unpriced: 0 });
  });

  test("a trace's row with an empty count is no call of 0 tokens", async () => {
    await using ledger = await memoryLedger();
    const rows = ["Timestamp,Model,Request tokens,Response tokens", "0,gpt-4o,,5", "1,gpt-4o,5,", "2,gpt-4o,5,5"];
    const result = await importText(ledger, rows.join("\n"), { format: "burstgpt", epoch: Date.UTC(2026, 10, 1) });
    expect(result).toMatchObject({
      stored: 1,
      rejected: [
        { line: 2, reason: "input_tokens is empty: write 0 where there were none" },
        { line: 3, reason: "output_tokens is empty: write 0 where there were none" },
      ],
    });
  });

  test("a line of 10 MB is skipped without being held", async () => {
    await using ledger = await memoryLedger();
    const long = `2026-11-01T00:00:00Z,${"x".repeat(10_000_000)},2000,0,500`;
    const result = await importText(ledger, [HEADER, GOOD, long, GOOD].join("\n"));
    expect(result).toMatchObject({
      read: 3,
      stored: 2,
      rejected: [{ line: 3, reason: "longer than 1048576 characters" }],
    });
    const lines = await importText(ledger, `{"model":"${"x".repeat(10_000_000)}"}`, { format: "jsonl" });
    expect(lines).toMatchObject({
      read: 1,
      stored: 0,
      rejected: [{ line: 1, reason: "longer than 1048576 characters" }],
    });
  });

  test("a quote that is never closed loses its own line alone", async () => {
    await using ledger = await memoryLedger();
    const rows = [HEADER, GOOD, '2026-11-01T00:00:00Z,"gpt-4o,2000,0,500', ...Array.from({ length: 150 }, () => GOOD)];
    const result = await importText(ledger, rows.join("\n"));
    expect(result).toMatchObject({
      read: 152,
      stored: 151,
      rejected: [{ line: 3, reason: "a quote is never closed" }],
    });
  });

  test("a file of nothing but bad lines keeps the first thousand reasons and counts the rest", async () => {
    await using ledger = await memoryLedger();
    const result = await importText(ledger, "{}\n".repeat(1_500));
    expect(result).toMatchObject({ read: 1_500, stored: 0, rejectedCount: 1_500 });
    expect(result.rejected).toHaveLength(1_000);
  });

  test("the same id with other content is reported, and the first is kept", async () => {
    await using ledger = await memoryLedger();
    const line = (input: number) =>
      JSON.stringify({ ...LINE, id: "call-1", usage: { input_tokens: input, output_tokens: 500 } });
    const result = await importText(ledger, [line(2_000), line(2_000), line(9_000)].join("\n"));
    expect(result).toMatchObject({ read: 3, stored: 1, duplicates: 1, rejectedCount: 1 });
    expect(result.rejected).toEqual([
      { line: 3, reason: 'the id "call-1" is already stored with other content; the first one is kept' },
    ]);
    expect(await totalOf(ledger)).toEqual({ usd: "0.01", requests: 1, unpriced: 0 });
  });
});

describe("nothing counts as $0", () => {
  test("an unknown model is stored without a price and shown", async () => {
    await using ledger = await memoryLedger();
    const result = await importText(ledger, [HEADER, GOOD, "2026-11-01T00:00:00Z,no-such-model,2000,0,500"].join("\n"));
    expect(result).toMatchObject({ stored: 2, unpriced: 1, rejectedCount: 0 });
    expect(await totalOf(ledger)).toEqual({ usd: "0.01", requests: 2, unpriced: 1 });
    expect((await querySpend(ledger, ALL)).unpricedModels).toEqual(["no-such-model"]);
  });

  test("a column that looks like an unknown count stops the file before anything is stored", async () => {
    await using ledger = await memoryLedger();
    const rows = [`${HEADER},thinking_tokens`, `${GOOD},900`];
    await expect(importText(ledger, rows.join("\n"))).rejects.toMatchObject({ code: "bad_header", facts: { line: 1 } });
    expect(await totalOf(ledger)).toMatchObject({ requests: 0 });
  });

  test("a CSV without a column of counts stops before anything is stored", async () => {
    await using ledger = await memoryLedger();
    await expect(importText(ledger, "ts,model,requests\n2026-11-01T00:00:00Z,gpt-4o,4")).rejects.toMatchObject({
      code: "bad_header",
      message: expect.stringContaining("no column for a count"),
    });
    expect(await totalOf(ledger)).toMatchObject({ requests: 0 });
  });

  test("an unknown column is kept as a tag and named", async () => {
    await using ledger = await memoryLedger();
    const result = await importText(ledger, [`${HEADER},cost center`, `${GOOD},"R&D, ""north"""`].join("\n"));
    expect(result).toMatchObject({ stored: 1, tagColumns: ["cost center"] });
    const { rows } = await querySpend(ledger, { ...ALL, by: ["tag:cost center"] });
    expect(rows.map(({ key }) => key)).toEqual([['R&D, "north"']]);
  });
});

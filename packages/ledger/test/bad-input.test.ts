import { existsSync, closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { toDecimal } from "@runrate/core";
import Database from "better-sqlite3";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  fileInput,
  importUsage,
  openLedger,
  querySpend,
  streamInput,
  type ImportOptions,
  type ImportResult,
  type LedgerReader,
  type LedgerStore,
} from "../src/index.ts";
import { memoryLedger, NOW, pricesOf, temporaryFolder } from "./open-ledger.ts";

const PRICE = pricesOf();
const ALL = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2100, 0, 1), zone: "UTC", by: [], where: [] } as const;
const HEADER = "ts,model,input_tokens,cached_input_tokens,output_tokens";
const GOOD = "2026-11-01T00:00:00Z,gpt-4o,2000,0,500";

async function importText(
  ledger: LedgerStore,
  text: string | Buffer,
  options: Partial<ImportOptions> = {},
): Promise<ImportResult> {
  return await importUsage(ledger, streamInput(Readable.from([Buffer.from(text)]), "usage"), {
    price: PRICE,
    now: NOW,
    ...options,
  });
}

async function totalOf(ledger: LedgerReader): Promise<{ usd: string; requests: number; unpriced: number }> {
  const { total } = await querySpend(ledger, ALL);
  return {
    usd: toDecimal(total.usd),
    requests: Number(total.counts.requests),
    unpriced: Number(total.unpricedRequests),
  };
}

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

describe("how a file is written does not matter", () => {
  const rows = [HEADER, GOOD, GOOD];
  test.each([
    ["a byte order mark", `\uFEFF${rows.join("\n")}\n`],
    ["CRLF line ends", `${rows.join("\r\n")}\r\n`],
    ["blank lines", rows.join("\n\n\n")],
    ["semicolons", rows.join("\n").replaceAll(",", ";")],
    [
      "every field quoted",
      rows
        .map((row) =>
          row
            .split(",")
            .map((field) => `"${field}"`)
            .join(","),
        )
        .join("\r\n"),
    ],
    ["gzip", gzipSync(rows.join("\n"))],
    [
      "two gzip members",
      Buffer.concat([gzipSync(`${rows.slice(0, 2).join("\n")}\n`), gzipSync(rows.slice(2).join("\n"))]),
    ],
  ])("%s", async (_name, text) => {
    await using ledger = await memoryLedger();
    expect(await importText(ledger, text)).toMatchObject({ read: 2, stored: 2, rejectedCount: 0 });
    expect(await totalOf(ledger)).toMatchObject({ usd: "0.02" });
  });

  test("a stream that arrives byte by byte, within characters and line ends", async () => {
    await using ledger = await memoryLedger();
    const bytes = Buffer.from(`\uFEFF${HEADER},team\r\n${GOOD},Zürich 🚀\r\n`);
    const stream = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
    expect(await importUsage(ledger, streamInput(stream), { price: PRICE, now: NOW })).toMatchObject({
      stored: 1,
      rejectedCount: 0,
    });
    const { rows: found } = await querySpend(ledger, { ...ALL, by: ["tag:team"] });
    expect(found.map(({ key }) => key)).toEqual([["Zürich 🚀"]]);
  });
});

describe("a file that is no usage is refused with what, where and the next step", () => {
  test("an empty file is named, so that an export that failed does not pass for a day without usage", async () => {
    using folder = temporaryFolder();
    await using ledger = await memoryLedger();
    for (const [name, content] of [
      ["empty", ""],
      ["blank", "\n \n"],
      ["empty.gz", gzipSync("")],
    ] as const) {
      writeFileSync(folder.file(name), content);
      const importing = async () => importUsage(ledger, await fileInput(folder.file(name)), { price: PRICE, now: NOW });
      await expect(importing()).rejects.toMatchObject({
        code: "file_empty",
        message: `${folder.file(name)} is empty`,
        hint: expect.stringContaining("Check that what writes it has finished"),
      });
    }
  });

  test("a file that has its header alone is read, and holds nothing", async () => {
    await using ledger = await memoryLedger();
    const result = await importUsage(ledger, streamInput(Readable.from([HEADER])), { price: PRICE, now: NOW });
    expect(result).toMatchObject({ read: 0, stored: 0, rejectedCount: 0 });
  });

  test("a truncated gzip file is refused whole, before anything is stored", async () => {
    using folder = temporaryFolder();
    const whole = gzipSync(
      [HEADER, ...Array.from({ length: 50_000 }, (_, index) => `${GOOD.slice(0, -3)}${index}`)].join("\n"),
    );
    writeFileSync(folder.file("cut.csv.gz"), whole.subarray(0, whole.length - 1_000));
    const opening = fileInput(folder.file("cut.csv.gz"));
    await expect(opening).rejects.toMatchObject({
      code: "file_truncated",
      message: expect.stringContaining("cut.csv.gz ends in the middle"),
    });
    await expect(opening).rejects.toHaveProperty("hint", expect.stringContaining("Fetch or copy it again"));
  });

  test("a truncated gzip stream keeps what was stored, says so, and the whole one counts nothing twice", async () => {
    await using ledger = await memoryLedger();
    const rows = Array.from({ length: 50_000 }, (_, index) => `2026-11-01T00:00:00Z,gpt-4o,${index},0,500`);
    const whole = gzipSync([HEADER, ...rows].join("\n"));
    const cut = streamInput(Readable.from([whole.subarray(0, whole.length - 1_000)]), "-");
    await expect(importUsage(ledger, cut, { price: PRICE, now: NOW })).rejects.toMatchObject({
      code: "file_truncated",
    });
    const result = await importUsage(ledger, streamInput(Readable.from([whole])), { price: PRICE, now: NOW });
    expect(result.stored + result.duplicates).toBe(50_000);
    expect(await totalOf(ledger)).toMatchObject({ requests: 50_000 });
  });

  test("gzip that is damaged in the middle", async () => {
    using folder = temporaryFolder();
    const bytes = gzipSync(Array.from({ length: 5_000 }, (_, index) => `${index}`).join("\n"));
    bytes.fill(0xff, 2_000, 2_100);
    writeFileSync(folder.file("bad.gz"), bytes);
    await expect(fileInput(folder.file("bad.gz"))).rejects.toMatchObject({ code: "file_damaged" });
  });

  test.each([
    ["a binary file", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), "not_text"],
    ["UTF-16", Buffer.from(`\uFEFF${HEADER}`, "utf16le"), "not_text"],
    ["prose", "Dear colleagues\nthe usage of November", "unknown_format"],
    ["a CSV without a model", "ts,input_tokens\n2026-11-01T00:00:00Z,5", "bad_header"],
    [
      "a CSV that names a column twice",
      "ts,model,input_tokens,prompt_tokens\n2026-11-01T00:00:00Z,gpt-4o,5,5",
      "bad_header",
    ],
    [
      "a BurstGPT trace without an epoch",
      "Timestamp,Model,Request tokens,Response tokens\n0,gpt-4o,5,5",
      "epoch_needed",
    ],
  ])("%s", async (_name, content, code) => {
    await using ledger = await memoryLedger();
    const failure = importText(ledger, content);
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining("usage") });
    await expect(failure).rejects.toHaveProperty("hint", expect.stringMatching(/./));
    expect(await totalOf(ledger)).toMatchObject({ requests: 0 });
  });

  test("a file that is absent, or a folder", async () => {
    using folder = temporaryFolder();
    await expect(fileInput(folder.file("absent.csv"))).rejects.toMatchObject({
      code: "file_unreadable",
      message: expect.stringContaining("does not exist"),
    });
    await expect(fileInput(folder.path)).rejects.toMatchObject({
      code: "file_unreadable",
      message: expect.stringContaining("is a folder"),
    });
  });
});

describe("a ledger that cannot be used says why and what to do", () => {
  const clock = () => NOW;
  const rows = [
    HEADER,
    ...Array.from({ length: 5_000 }, (_, index) => `2026-11-01T00:00:00Z,gpt-4o,${index},0,500`),
  ].join("\n");

  test("a read-only ledger refuses to store, and still answers", async () => {
    using folder = temporaryFolder();
    const url = `sqlite:${folder.file("ledger.db")}`;
    const writable = await openLedger(url, { clock });
    await importText(writable, [HEADER, GOOD].join("\n"));
    await writable.close();
    const ledger = await openLedger(url, { clock, readOnly: true });
    await expect(importText(ledger, rows)).rejects.toMatchObject({
      code: "ledger_read_only",
      hint: expect.stringContaining("permissions"),
    });
    expect(await totalOf(ledger)).toMatchObject({ usd: "0.01" });
    await ledger.close();
  });

  test("a full disk stops an import between two transactions; with room again the rest goes in", async () => {
    using folder = temporaryFolder();
    const ledger = await openLedger(`sqlite:${folder.file("ledger.db")}`, { clock });
    const { rows: size } = await sql<{ page_count: bigint }>`pragma page_count`.execute(ledger.db);
    const room = sql.lit(Number(size[0]?.page_count ?? 0n) + 60);
    await sql`pragma max_page_count = ${room}`.execute(ledger.db);
    await expect(importText(ledger, rows)).rejects.toMatchObject({
      code: "ledger_disk_full",
      hint: expect.stringContaining("nothing is counted twice"),
    });
    const { requests } = await totalOf(ledger);
    expect(requests % 1_000).toBe(0);
    const { rows: stored } = await sql<{ count: bigint }>`select count(*) as count from records`.execute(ledger.db);
    expect(Number(stored[0]?.count)).toBe(requests);
    await sql`pragma max_page_count = 1000000`.execute(ledger.db);
    expect(await importText(ledger, rows)).toMatchObject({
      read: 5_000,
      stored: 5_000 - requests,
      duplicates: requests,
    });
    expect(await totalOf(ledger)).toMatchObject({ requests: 5_000 });
    await ledger.close();
  });

  test("a ledger that another program has locked", async () => {
    using folder = temporaryFolder();
    const ledger = await openLedger(`sqlite:${folder.file("ledger.db")}`, { clock, busyTimeoutMs: 20 });
    const other = new Database(folder.file("ledger.db"));
    other.exec("begin immediate");
    await expect(importText(ledger, rows)).rejects.toMatchObject({
      code: "ledger_locked",
      hint: expect.stringContaining("try again"),
    });
    expect(await totalOf(ledger)).toMatchObject({ requests: 0 });
    other.exec("rollback");
    other.close();
    expect(await importText(ledger, rows)).toMatchObject({ stored: 5_000 });
    await ledger.close();
  });

  test("a damaged ledger", async () => {
    using folder = temporaryFolder();
    const file = folder.file("ledger.db");
    const ledger = await openLedger(`sqlite:${file}`, { clock });
    await importText(ledger, rows);
    await ledger.close();
    const size = readFileSync(file).length;
    const handle = openSync(file, "r+");
    writeSync(handle, Buffer.alloc(size - 4_096, 0xa5), 0, size - 4_096, 4_096);
    closeSync(handle);
    await expect(openLedger(`sqlite:${file}`, { clock })).rejects.toMatchObject({
      code: "ledger_corrupt",
      message: expect.stringContaining(file),
    });
  });

  test("a file that is no database is left untouched", async () => {
    using folder = temporaryFolder();
    const file = folder.file("notes.txt");
    writeFileSync(file, "These are my notes, and they matter to me. ".repeat(100));
    await expect(openLedger(`sqlite:${file}`, { clock })).rejects.toMatchObject({ code: "ledger_not_a_ledger" });
    expect(readFileSync(file, "utf8")).toContain("they matter to me");
  });

  test("a folder that cannot be made, a missing read-only ledger, a URL of another kind", async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("file"), "");
    await expect(openLedger(`sqlite:${folder.file("file")}/ledger.db`, { clock })).rejects.toMatchObject({
      code: "ledger_unreachable",
    });
    await expect(openLedger(`sqlite:${folder.file("none.db")}`, { clock, readOnly: true })).rejects.toMatchObject({
      code: "ledger_unreachable",
    });
    await expect(openLedger("mysql://localhost/ledger", { clock })).rejects.toMatchObject({ code: "bad_ledger_url" });
  });

  test.skipIf(!existsSync("/proc/self"))("a folder in a file system that makes none is refused at once", async () => {
    await expect(openLedger("sqlite:/proc/none/deeper/ledger.db", { clock })).rejects.toMatchObject({
      code: "ledger_unreachable",
    });
  });

  test("an older program refuses a newer ledger, and uses one that only adds", async () => {
    using folder = temporaryFolder();
    const url = `sqlite:${folder.file("ledger.db")}`;
    const ledger = await openLedger(url, { clock });
    const newer = { name: "later", applied_at: NOW };
    await ledger.db
      .insertInto("schema_versions")
      .values({ ...newer, version: 998, usable_from: 1 })
      .execute();
    await ledger.close();
    await (await openLedger(url, { clock })).close();
    const again = await openLedger(url, { clock });
    await again.db
      .insertInto("schema_versions")
      .values({ ...newer, version: 999, usable_from: 999 })
      .execute();
    await again.close();
    for (const readOnly of [false, true]) {
      await expect(openLedger(url, { clock, readOnly })).rejects.toMatchObject({
        code: "ledger_newer",
        message: expect.stringContaining("schema 999"),
        hint: expect.stringContaining("Update Runrate"),
      });
    }
  });
});

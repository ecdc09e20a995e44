import { writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { fileInput, importUsage, querySpend, streamInput } from "../src/index.ts";
import { ALL, GOOD, HEADER, importText, OPTIONS, totalOf } from "./importing.ts";
import { memoryLedger, temporaryFolder } from "./open-ledger.ts";

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
    expect(await importUsage(ledger, streamInput(stream), OPTIONS)).toMatchObject({
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
      const importing = async () => importUsage(ledger, await fileInput(folder.file(name)), OPTIONS);
      await expect(importing()).rejects.toMatchObject({
        code: "file_empty",
        message: `${folder.file(name)} is empty`,
        hint: expect.stringContaining("Check that what writes it has finished"),
      });
    }
  });

  test("a file that has its header alone is read, and holds nothing", async () => {
    await using ledger = await memoryLedger();
    const result = await importUsage(ledger, streamInput(Readable.from([HEADER])), OPTIONS);
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
    await expect(importUsage(ledger, cut, OPTIONS)).rejects.toMatchObject({
      code: "file_truncated",
    });
    const result = await importUsage(ledger, streamInput(Readable.from([whole])), OPTIONS);
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

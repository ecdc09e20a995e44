import { stripVTControlCharacters } from "node:util";
import type { Answer } from "@runrate/ask";
import { parseUsd } from "@runrate/core";
import { describe, expect, it } from "vitest";
import { answerText } from "./answer-text.ts";
import { fitColumns } from "./fit-columns.ts";
import { sparkline } from "./sparkline.ts";

const PIPE = { width: undefined, colour: false };
const TERMINAL = { width: 80, colour: true };

const answer: Answer = {
  kind: "breakdown",
  question: "this month by project",
  command: "this month by project",
  headline: "November 2026 so far (UTC): at least $3.50",
  period: null,
  currency: "USD",
  totalUsd: parseUsd("3.5"),
  fields: [
    { name: "delta_usd", label: "difference", value: { type: "delta", usd: parseUsd("1.5"), base: parseUsd("2") } },
    {
      name: "dust_usd",
      label: "rounding",
      value: { type: "delta", usd: parseUsd("0.000000000001"), base: parseUsd("2") },
    },
    { name: "nothing", label: "nothing", value: { type: "none" } },
  ],
  columns: [
    { name: "project", label: "project", align: "left" },
    { name: "input_tokens", label: "input tokens", align: "right" },
    { name: "usd", label: "usd", align: "right" },
  ],
  rows: [
    {
      cells: {
        project: { type: "text", text: "search" },
        input_tokens: { type: "count", count: 1_250_000n, unit: "tokens" },
        usd: { type: "usd", usd: parseUsd("3.5"), low: parseUsd("3"), high: parseUsd("4") },
      },
    },
    {
      cells: {
        project: { type: "text", text: "\u001b]0;owned\u0007evil\u001b[2J\u202eback\nline" },
        input_tokens: { type: "count", count: 5n, unit: "tokens" },
        usd: { type: "unpriced" },
      },
    },
  ],
  series: [
    {
      name: "by day",
      of: "spend",
      points: ["1", "2", "0.5"].map((usd, index) => ({ label: `2026-11-0${index + 1}`, usd: parseUsd(usd) })),
    },
  ],
  drivers: [],
  assumptions: ["calls were counted together"],
  warnings: ["otlp (openai) has delivered nothing since 2026-11-01T00:00:00Z"],
  basis: "negotiated",
  coverage: [{ source: "proxy", provider: "openai", reaches: null, stale: false, included: false }],
  dataThrough: "2026-11-24T11:56:02.259Z",
  priceDate: "2026-11-24",
  unpriced: { requests: 2n, models: ["never-heard-of"] },
  suggestions: ["why"],
};

describe("an answer as text", () => {
  it("is plain and complete in a pipe", () => {
    expect(answerText(answer, PIPE)).toBe(`November 2026 so far (UTC): at least $3.50

difference  +$1.50 (+75.0%)

project         input tokens                     usd
search                 1.25M  $3.50 ($3.00 to $4.00)
evil back line             5                no price

2 requests have no price (never-heard-of): they are in no amount
otlp (openai) has delivered nothing since 2026-11-01T00:00:00Z
calls were counted together
negotiated prices of 2026-11-24, data through 2026-11-24 11:56 UTC, not included: proxy (openai)`);
  });

  it("has colour, a sparkline and what can be asked next on a terminal", () => {
    const text = answerText(answer, TERMINAL);
    expect(text).toContain("\u001b[1mNovember 2026");
    const plain = stripVTControlCharacters(text);
    expect(plain).toContain("by day  ▄█▂  2026-11-01 … 2026-11-03, most $2.00");
    expect(plain).toContain("ask next: why");
    expect(answerText(answer, { width: 80, colour: false })).not.toContain("\u001b");
  });

  it("obeys nothing that stands in a name", () => {
    for (const style of [PIPE, TERMINAL]) {
      const text = answerText({ ...answer, headline: "a\u001b[31mb\u0000\u202ec", warnings: ["\u001b[2Jx"] }, style);
      const left = text.replaceAll(/\u001b\[\d+m/g, "");
      expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(left)).toBe(false);
    }
  });

  it("of words that were not understood lists what can be asked", () => {
    const text = answerText({ ...answer, kind: "not_understood", headline: '"x" was not understood' }, PIPE);
    expect(text).toBe('"x" was not understood\nYou can ask:\n  why');
  });
});

describe("a table on a narrow terminal", () => {
  const columns = [
    { name: "project", heading: "project", align: "left" as const },
    { name: "cached_input_tokens", heading: "cached input tokens", align: "right" as const },
    { name: "usd", heading: "usd", align: "right" as const },
  ];
  const rows = [["a-project-with-a-very-long-name-indeed", "1", "$3.50"]];

  it("goes without counts first, then cuts the longest name", () => {
    expect(fitColumns(columns, rows, 200).rows).toEqual(rows);
    expect(fitColumns(columns, rows, undefined).rows).toEqual(rows);
    expect(fitColumns(columns, rows, 60).rows).toEqual([["a-project-with-a-very-long-name-indeed", "$3.50"]]);
    expect(fitColumns(columns, rows, 30).rows).toEqual([["a-project-with-a-very-…", "$3.50"]]);
  });
});

describe("a sparkline", () => {
  it("goes from nothing to the highest value, in at most as many bars as there is room for", () => {
    expect(sparkline([0n, 1n, 7n], 10)).toBe("▁▂█");
    expect(sparkline([0n, 0n], 10)).toBe("▁▁");
    expect(sparkline([1n, 3n, 8n, 8n], 2)).toBe("▂█");
    expect(sparkline([5n], 10)).toBe("█");
    expect(sparkline([-5n, 5n], 10)).toBe("▁█");
  });
});

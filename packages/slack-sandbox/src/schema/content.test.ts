import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import { checkBlocks, checkView } from "./content.ts";

const native = { charts: true, tables: true };
const plain = (length: number): JsonObject => ({ type: "plain_text", text: "x".repeat(length) });
const button = (over: JsonObject = {}): JsonObject => ({ type: "button", action_id: "a", text: plain(1), ...over });
const option = (index: number, over: JsonObject = {}): JsonObject => ({
  text: plain(1),
  value: String(index),
  ...over,
});
const times = (count: number, make: (index: number) => JsonObject): JsonObject[] =>
  Array.from({ length: count }, (_, index) => make(index));
const modal = (over: JsonObject = {}): JsonObject => ({ type: "modal", title: plain(24), blocks: [], ...over });
const chart = (points: number, series: number, over: JsonObject = {}): JsonObject => {
  const categories = Array.from({ length: points }, (_, index) => `d${index}`);
  const data = categories.map((label) => ({ label, value: 1 }));
  return {
    type: "data_visualization",
    title: "t",
    chart: {
      type: "bar",
      series: times(series, (index) => ({ name: `s${index}`, data })),
      axis_config: { categories },
    },
    ...over,
  };
};
const table = (rows: number, columns: number): JsonObject => ({
  type: "data_table",
  caption: "c",
  rows: Array.from({ length: rows }, () => Array.from({ length: columns }, () => ({ type: "raw_text", text: "x" }))),
});

/** Each limit on both sides: the most that fits, and one more. */
const limits: readonly [string, (size: number) => readonly JsonObject[], number][] = [
  ["50 blocks in a message", (size) => times(size, () => ({ type: "divider" })), 50],
  ["3,000 characters in a section", (size) => [{ type: "section", text: plain(size) }], 3_000],
  ["2,000 characters in a field", (size) => [{ type: "section", fields: [plain(size)] }], 2_000],
  ["10 fields in a section", (size) => [{ type: "section", fields: times(size, () => plain(1)) }], 10],
  ["150 characters in a header", (size) => [{ type: "header", text: plain(size) }], 150],
  ["10 elements in a context", (size) => [{ type: "context", elements: times(size, () => plain(1)) }], 10],
  [
    "25 elements in actions",
    (size) => [{ type: "actions", elements: times(size, (index) => button({ action_id: String(index) })) }],
    25,
  ],
  ["75 characters on a button", (size) => [{ type: "actions", elements: [button({ text: plain(size) })] }], 75],
  [
    "2,000 characters in a button's value",
    (size) => [{ type: "actions", elements: [button({ value: "v".repeat(size) })] }],
    2_000,
  ],
  [
    "255 characters in an action id",
    (size) => [{ type: "actions", elements: [button({ action_id: "a".repeat(size) })] }],
    255,
  ],
  [
    "5 options in an overflow",
    (size) => [{ type: "actions", elements: [{ type: "overflow", action_id: "a", options: times(size, option) }] }],
    5,
  ],
  [
    "100 options in a select",
    (size) => [
      { type: "actions", elements: [{ type: "static_select", action_id: "a", options: times(size, option) }] },
    ],
    100,
  ],
  [
    "75 characters in an option",
    (size) => [
      {
        type: "actions",
        elements: [{ type: "overflow", action_id: "a", options: [option(1, { text: plain(size) })] }],
      },
    ],
    75,
  ],
  [
    "12,000 characters in all",
    (size) => [
      ...times(4, () => ({ type: "section", text: plain(2_900) })),
      { type: "section", text: { ...plain(size - 11_600) } },
    ],
    12_000,
  ],
  ["20 points in a chart's series", (size) => [chart(size, 1)], 20],
  ["6 series in a chart", (size) => [chart(2, size)], 6],
  ["50 characters in a chart's title", (size) => [chart(1, 1, { title: "t".repeat(size) })], 50],
  ["2 charts in a message", (size) => times(size, () => chart(1, 1)), 2],
  ["101 rows in a table", (size) => [table(size, 2)], 101],
  ["20 columns in a table", (size) => [table(2, size)], 20],
];

describe("limits of a message", () => {
  it.each(limits)("%s fit and one more does not", (_name, make, most) => {
    expect(checkBlocks(make(most), "message", native)).toEqual({ kind: "fits" });
    expect(checkBlocks(make(most + 1), "message", native).kind).toBe("broken");
  });
});

describe("shapes", () => {
  it.each<[string, JsonObject]>([
    ["an unknown block", { type: "sectoin" }],
    ["an unknown member", { type: "divider", colour: "red" }],
    ["a section without text", { type: "section" }],
    ["an empty text", { type: "section", text: { type: "mrkdwn", text: "" } }],
    ["mrkdwn on a button", { type: "actions", elements: [button({ text: { type: "mrkdwn", text: "x" } })] }],
    [
      "an initial option that is none of the options",
      {
        type: "actions",
        elements: [{ type: "static_select", action_id: "a", options: [option(1)], initial_option: option(2) }],
      },
    ],
    ["two elements of one action id", { type: "actions", elements: [button(), button()] }],
    [
      "a series that misses a category",
      {
        ...chart(2, 1),
        chart: {
          type: "line",
          series: [{ name: "s", data: [{ label: "d0", value: 1 }] }],
          axis_config: { categories: ["d0", "d1"] },
        },
      },
    ],
    ["a chart of an unknown type", { type: "data_visualization", title: "t", chart: { type: "scatter" } }],
    ["a table of one row", table(1, 2)],
    [
      "a table of ragged rows",
      {
        ...table(2, 2),
        rows: [
          [{ type: "raw_text", text: "a" }],
          [
            { type: "raw_text", text: "a" },
            { type: "raw_text", text: "b" },
          ],
        ],
      },
    ],
  ])("refuse %s", (_name, block) => {
    expect(checkBlocks([block], "message", native).kind).toBe("broken");
  });

  it("keep charts out of modals and know a workspace without them", () => {
    expect(checkView(modal({ blocks: [chart(1, 1)] }), native).kind).toBe("broken");
    expect(checkBlocks([chart(1, 1)], "message", { charts: false, tables: true }).kind).toBe("unsupported");
    expect(checkBlocks([table(2, 2)], "message", { charts: true, tables: false }).kind).toBe("unsupported");
  });

  it("hold modals to a title of 24, metadata of 3,000, 100 blocks, and a submit beside inputs", () => {
    const input = { type: "input", label: plain(1), element: { type: "plain_text_input", action_id: "a" } };
    expect(
      checkView(
        modal({ private_metadata: "x".repeat(3_000), blocks: times(100, () => ({ type: "divider" })) }),
        native,
      ),
    ).toEqual({ kind: "fits" });
    expect(checkView(modal({ title: plain(25) }), native).kind).toBe("broken");
    expect(checkView(modal({ private_metadata: "x".repeat(3_001) }), native).kind).toBe("broken");
    expect(checkView(modal({ blocks: times(101, () => ({ type: "divider" })) }), native).kind).toBe("broken");
    expect(checkView(modal({ blocks: [input] }), native).kind).toBe("broken");
    expect(checkView(modal({ blocks: [input], submit: plain(24) }), native)).toEqual({ kind: "fits" });
  });
});

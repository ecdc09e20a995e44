import { expect, test } from "vitest";
import { readHeader } from "./csv-columns.ts";

test("a column is a tag by its name, even one that every object knows", () => {
  const names = ["ts", "model", "input_tokens", "output_tokens", "constructor", "tag:valueOf"];
  expect(readHeader(names, "usage.csv").slice(4)).toEqual([
    { kind: "tag", key: "constructor" },
    { kind: "tag", key: "valueOf" },
  ]);
});

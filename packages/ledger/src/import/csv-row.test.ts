import { expect, test } from "vitest";
import { readCount } from "./csv-row.ts";

test("a count of a million digits that is none is refused as quickly as a short one", () => {
  expect(readCount("requests", `1.${"1".repeat(1_000_000)}x`)).toContain("it must be a whole number");
  expect(readCount("requests", `1.${"0".repeat(1_000_000)}`)).toBe(1);
  expect(readCount("requests", "1.50")).toContain("a count must be a whole number");
});

import { describe, expect, test } from "vitest";
import { sitesOf } from "./memory-tree.ts";
import { SDK_CASES } from "./sdk-cases.ts";

describe.each(Object.entries(SDK_CASES))(
  "%s: a scan finds each call with its model, cap, tier and tools",
  (_, cases) => {
    test.each(cases)("$name", async ({ path, code, sites }) => {
      expect(await sitesOf({ [path]: code })).toEqual([...sites]);
    });
  },
);

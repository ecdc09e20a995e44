import { expect, test } from "vitest";
import { readPathAliases } from "./path-aliases.ts";

test("comments are left out of a tsconfig, and what stands in strings is not taken for one", () => {
  const text = '{ /* one */ "compilerOptions": { "paths": { "@/*": ["./src/*"], }, // two\n } } /* never closed';
  expect(readPathAliases("app/tsconfig.json", text)).toEqual([{ pattern: "@/*", targets: ["app/src/*"] }]);
});

test("a tsconfig of nothing but beginnings of comments is read in one pass", () => {
  expect(readPathAliases("tsconfig.json", "/*".repeat(1_000_000))).toEqual([]);
});

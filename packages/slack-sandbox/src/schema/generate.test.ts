import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { generateSlackShapes } from "./generate.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

it("stands as generated from the installed @slack/web-api and @slack/types", () => {
  const fresh = generateSlackShapes(here("../../scripts/slack-shapes.ts"), here("../../scripts/tsconfig.json"));
  expect(
    fresh === readFileSync(here("slack-shapes.data.ts"), "utf8"),
    "run `pnpm --filter @runrate/slack-sandbox shapes`",
  ).toBe(true);
}, 60_000);

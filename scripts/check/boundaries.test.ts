import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { findBreaches } from "./boundaries.ts";
import { readPackages, readSources } from "./workspace.ts";

const packages = [
  { name: "@runrate/core", folder: "packages/core" },
  { name: "@runrate/ledger", folder: "packages/ledger" },
  { name: "@runrate/callsites", folder: "packages/callsites" },
  { name: "@runrate/cli", folder: "apps/cli" },
  { name: "@runrate/slack-bot", folder: "apps/slack-bot" },
];
const breachesOf = (path: string, text: string) => findBreaches(packages, [{ path, text }]);

describe("the dependency rule", () => {
  test("this repository keeps it", () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const real = readPackages(root);
    expect(real.map(({ name }) => name)).toContain("@runrate/core");
    expect(findBreaches(real, readSources(root, real))).toEqual([]);
  });

  test.each([
    ["packages/core/src/a.ts", 'import { readFileSync } from "node:fs";'],
    ["packages/core/src/a.ts", 'import { join } from "path";'],
    ["packages/core/src/a.ts", 'import OpenAI from "openai";'],
    ["packages/core/src/a.ts", 'import type { Block } from "@slack/types";'],
    ["packages/core/src/a.ts", 'import { openLedger } from "@runrate/ledger";'],
    ["packages/core/src/a.ts", "export const now = Date.now();"],
    ["packages/core/src/a.ts", "export const now = new Date();"],
    ["packages/core/src/a.ts", "export const now = () => performance.now();"],
    ["packages/core/src/a.ts", "export const zone = process.env.TZ;"],
    ["packages/core/src/a.ts", "export const now = Temporal.Now.instant();"],
    ["packages/core/src/a.ts", "export const id = () => crypto.randomUUID();"],
    ["packages/ledger/src/a.ts", 'import { scan } from "@runrate/callsites";'],
    ["packages/callsites/src/a.ts", 'export { query } from "@runrate/ledger";'],
    ["packages/callsites/src/a.ts", 'const ledger = await import("@runrate/ledger");'],
    ["packages/ledger/src/a.ts", 'import { start } from "@runrate/slack-bot";'],
    ["packages/ledger/src/a.ts", 'import { picoUsd } from "../../core/src/money.ts";'],
    ["packages/ledger/src/a.test.ts", 'import { picoUsd } from "../../core/src/money.ts";'],
    ["packages/ledger/src/a.ts", 'import { picoUsd } from "@runrate/core/src/money.ts";'],
    ["apps/slack-bot/src/a.ts", 'import { main } from "@runrate/cli";'],
  ])("%s must not say %s", (path, text) => {
    expect(breachesOf(path, text)).toHaveLength(1);
  });

  test.each([
    ["packages/core/src/a.ts", 'import { z } from "zod"; export const at = new Date(0); // Date.now() in a comment'],
    ["packages/core/src/a.test.ts", 'import { readFileSync } from "node:fs"; export const now = Date.now();'],
    ["packages/ledger/src/a.ts", 'import { picoUsd } from "@runrate/core"; import { b } from "./b.ts";'],
    ["packages/ledger/src/stores/a.ts", 'import { b } from "../b.ts";'],
    ["apps/cli/src/a.ts", 'const bot = await import("@runrate/slack-bot");'],
  ])("%s may say %s", (path, text) => {
    expect(breachesOf(path, text)).toEqual([]);
  });

  test("a breach names the file and the line", () => {
    expect(breachesOf("packages/core/src/a.ts", "\n\nexport const now = Date.now();")[0]).toMatch(
      /^packages\/core\/src\/a\.ts:3 .*Date\.now/,
    );
  });
});

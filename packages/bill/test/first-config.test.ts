import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openTree, scanTree } from "@runrate/callsites";
import { parseConfig, workloadAt } from "@runrate/config";
import { afterAll, describe, expect, it } from "vitest";
import { firstConfig } from "../src/index.ts";
import { callOf } from "./trees.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-init-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function firstConfigOf(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return firstConfig((await scanTree(await openTree(join(folder, name)))).callSites);
}

describe("a first runrate.yml", () => {
  it("has a workload for each folder that calls a model, and what is unresolved as comments", async () => {
    const text = await firstConfigOf("shop", {
      "services/search/src/rank.ts": callOf('"gpt-4o-mini"'),
      "services/support/src/answer.ts": callOf("process.env.ANSWER_MODEL"),
      "main.ts": callOf('"gpt-4o"'),
    });
    await expect(text).toMatchFileSnapshot(new URL("golden/runrate.yml", import.meta.url).pathname);
    const { workloads } = parseConfig(text, "runrate.yml");
    expect(workloadAt(workloads, "services/search/src/rank.ts")?.name).toBe("search");
    expect(workloadAt(workloads, "services/support/src/answer.ts")?.name).toBe("support");
    expect(workloadAt(workloads, "main.ts")?.name).toBe("root");
  });

  it("parses whatever folders are called, and for a tree without calls", async () => {
    const odd = await firstConfigOf("odd", { "a: b #c/[x]/- y.ts": callOf('"gpt-4o"'), "yes/no.ts": callOf("pick()") });
    expect(parseConfig(odd, "runrate.yml").workloads).toHaveLength(2);
    expect(parseConfig(await firstConfigOf("none", { "a.ts": "export {};\n" }), "runrate.yml").workloads).toEqual([]);
  });
});

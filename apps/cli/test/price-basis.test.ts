import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-basis-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli([...args, "--now", "2026-11-24T12:00:00Z"], "", folder);
const bases = () =>
  [["query"], ["ask", "this month"]].map((question) => JSON.parse(run(...question, "--json").stdout).basis);

it("amounts that were computed at negotiated prices are called so, whatever prices are at hand later", () => {
  writeFileSync(join(folder, "u.csv"), "ts,model,input_tokens\n2026-11-02T00:00:00Z,gpt-4o,1000000\n");
  writeFileSync(join(folder, "agreed.yml"), "- { model: gpt-4o, discount_percent: 20 }\n");
  run("import", "u.csv", "--overrides", "agreed.yml");
  expect(bases()).toEqual(["negotiated", "negotiated"]);
  run("reprice");
  expect(bases()).toEqual(["negotiated", "negotiated"]);
  run("reprice", "--apply");
  expect(bases()).toEqual(["list", "list"]);
  run("reprice", "--apply", "--overrides", "agreed.yml");
  expect(bases()).toEqual(["negotiated", "negotiated"]);
});

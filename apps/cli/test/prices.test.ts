import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { bundledCatalogue } from "@runrate/catalogue";
import { runCli } from "./run-cli.ts";

let folder = mkdtempSync(join(tmpdir(), "runrate-prices-"));
const folders = [folder];
beforeEach(() => folders.push((folder = mkdtempSync(join(tmpdir(), "runrate-prices-")))));
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

const now = ["--now", "2026-11-30T00:00:00Z"];
const run = (args: readonly string[], input = "") => runCli([...args, ...now], input, folder);
const file = (name: string, content: unknown) => {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
};
const costOf = (model: string, at: string) => {
  const line = { model, at, usage: { input_tokens: 1_000_000, output_tokens: 0 } };
  return JSON.parse(run(["price"], JSON.stringify(line)).stdout).usd;
};
const litellm = (input: number) => ({
  "gpt-4o": { litellm_provider: "openai", mode: "chat", input_cost_per_token: input, output_cost_per_token: 0.00001 },
});

describe("runrate prices", () => {
  it("lists the prices in force of the models that fit", () => {
    const { code, stdout } = run(["prices", "list", "gpt-4o-mini", "--provider", "openai"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/openai +gpt-4o-mini +0\.15 +0\.075 +0\.6 +2027-01-14\n/);
    const { models } = JSON.parse(run(["prices", "list", "gpt-4o", "--provider", "openai", "--json"]).stdout);
    const snapshot = models.find(({ model }: { model: string }) => model === "gpt-4o-2024-05-13");
    expect(snapshot).toMatchObject({ input: "5", cached_input: null, output: "15" });
    expect(run(["prices", "list", "--provider", "opena"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Did you mean openai"),
    });
  });

  it("shows all that is known of one model: tiers, bands, dates, sources", () => {
    const { tiers, sources } = JSON.parse(run(["prices", "show", "gpt-5.4", "--json"]).stdout);
    expect(tiers.standard[0]).toMatchObject({ above: null, rates: { input: { usd: "2.5", per: 1_000_000 } } });
    expect(tiers.standard[1]).toMatchObject({
      above: 272_000,
      rates: { input: { usd: "5" }, output: { usd: "22.5" } },
    });
    expect(tiers.batch[0].rates.input.usd).toBe("1.25");
    expect(tiers.flex[0].rates.cached_input.usd).toBe("0.13");
    expect(Object.keys(sources)).toContain(tiers.flex[0].rates.input.source);
    const { stdout } = run(["prices", "show", "gpt-5.6-terra"]);
    expect(stdout).toContain("from 2026-07-30: 2 / 0.2 / 12");
  });

  it("shows the prices of another time, and says when there is none", () => {
    const at = ["--at", "2025-01-01T00:00:00Z", "--json"];
    expect(JSON.parse(run(["prices", "show", "o3", ...at]).stdout).tiers.standard[0].rates.input.usd).toBe("10");
    const { code, stdout, stderr } = run(["prices", "show", "gtp-4o", "--json"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(JSON.parse(stderr)).toMatchObject({ code: "unknown_model", hint: "Did you mean gpt-4o?" });
  });

  it("says what to call when it is called by itself", () => {
    expect(run(["prices"])).toMatchObject({ code: 2, stderr: expect.stringContaining("`runrate prices update`") });
    expect(run(["prices", "lits"]).stderr).toContain("Did you mean `runrate prices list`?");
  });
});

describe("an update of prices", () => {
  it("is shown first, then taken into use from its day on; older usage keeps its price", () => {
    const list = file("litellm.json", litellm(0.000002));
    const change = "~ openai/gpt-4o: input 2.5 -> 2 from 2026-11-30\n";
    expect(run(["prices", "diff", list]).stdout).toContain(change);
    expect(costOf("gpt-4o", "2026-11-30T12:00:00Z")).toBe("2.5");
    const { code, stdout } = run(["prices", "update", list]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(change)]);
    expect(costOf("gpt-4o", "2026-11-30T12:00:00Z")).toBe("2");
    expect(costOf("gpt-4o", "2026-11-29T12:00:00Z")).toBe("2.5");
    expect(costOf("claude-haiku-4-5", "2026-11-30T12:00:00Z")).toBe("1");
  });

  it("is taken from a URL, in genai-prices' and Runrate's own form too", async () => {
    const own = { ...bundledCatalogue(), as_of: "2026-11-29" };
    const genai = [
      {
        id: "openai",
        name: "OpenAI",
        api_pattern: "x",
        models: [{ id: "gpt-9", match: { equals: "gpt-9" }, prices: { input_mtok: 7, output_mtok: 8 } }],
      },
    ];
    const server = createServer((request, response) => {
      if (request.url?.startsWith("/missing") === true) response.writeHead(404);
      response.end(JSON.stringify(request.url === "/own.json" ? own : genai));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
    const update = (path: string) =>
      promisify(execFile)(
        process.execPath,
        [main, "prices", "update", `http://127.0.0.1:${port}${path}`, "--json", ...now],
        { cwd: folder, env: { ...process.env, NODE_NO_WARNINGS: "1" } },
      );
    try {
      expect(JSON.parse((await update("/own.json")).stdout)).toMatchObject({ accepted: true, as_of: "2026-11-29" });
      const { stdout } = await update("/genai.json?token=hidden");
      expect(JSON.parse(stdout).changes[0]).toMatchObject({ kind: "model-added", model: "gpt-9", rates: "7 / - / 8" });
      expect(costOf("gpt-9", "2026-11-30T00:00:00Z")).toBe("7");
      const kept = readFileSync(join(folder, ".runrate", "catalogue.json"), "utf8");
      expect(kept).toContain("/genai.json");
      expect(kept).not.toContain("hidden");
      await expect(update("/missing")).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringContaining("answers 404"),
      });
    } finally {
      server.close();
    }
  });

  it("that is older, broken or incomplete is refused, and the last good prices stay", () => {
    run(["prices", "update", file("good.json", litellm(0.000002))]);
    const kept = () => readFileSync(join(folder, ".runrate", "catalogue.json"), "utf8");
    const before = kept();
    const refused: readonly (readonly [unknown, string])[] = [
      [{ ...bundledCatalogue(), as_of: "2026-01-01" }, "older"],
      ["<html>", "invalid_json"],
      [{ name: "left-pad" }, "unknown_format"],
      [bundledWith({ inptu: "1" }), "invalid_catalogue"],
      [{ ...bundledCatalogue(), as_of: "2026-11-29", providers: [] }, "empty"],
    ];
    for (const [content, reason] of refused) {
      const { code, stdout } = run(["prices", "update", file("bad.json", content), "--json"]);
      expect([code, JSON.parse(stdout)]).toMatchObject([1, { accepted: false, code: reason, changes: [] }]);
      expect(kept()).toBe(before);
    }
    expect(costOf("gpt-4o", "2026-11-30T12:00:00Z")).toBe("2");
    // Whoever damages the file that was kept is told how to get out of it.
    file(join(".runrate", "catalogue.json"), "{");
    expect(run(["prices", "list"])).toMatchObject({ code: 2, stderr: expect.stringContaining("Delete it to go back") });
  });

  it("needs a list to read", () => {
    expect(run(["prices", "update"])).toMatchObject({ code: 2, stderr: expect.stringContaining("prices.update.from") });
    expect(run(["prices", "update", "nowhere.json"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("does not exist"),
    });
    file("runrate.yml", "prices:\n  update: { from: list.json }\n");
    file("list.json", litellm(0.000002));
    expect(run(["prices", "diff"]).code).toBe(0);
    expect(run(["prices", "update", "list.json", "--as-of", "2026-01-01"])).toMatchObject({ code: 1 });
  });
});

function bundledWith(rates: Readonly<Record<string, string>>) {
  const model = { id: "m", prices: [{ sheets: [{ source: "list", rates }] }] };
  const sources = { list: { title: "a list", seen: "2026-11-29", confidence: "published" } };
  return { ...bundledCatalogue(), as_of: "2026-11-29", sources, providers: [{ id: "p", name: "P", models: [model] }] };
}

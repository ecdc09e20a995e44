import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "@runrate/slack-sandbox";
import { expect, test } from "vitest";
import { findChromium, openPage } from "./browser.ts";
import { MAIN, startProgram } from "./sample-page.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.warn("the page of `runrate start` is not tried: no chromium on this machine (install it, or set CHROMIUM)");
}
const NOW = ["--now", "2026-11-24T12:00:00Z"];

test("without Slack tokens the terminal has its answers, and a page with the bot in it; it ends with its input", async () => {
  await using program = await startProgram([...NOW, "--speed", "0"]);
  expect(program.output()).toContain("> /cost forecast");
  expect(await (await fetch(program.url)).text()).toContain("<!doctype html>");
});

test.runIf(chromium !== undefined)(
  "in the page one asks by keyboard alone, presses buttons, opens App Home, and alerts arrive as the sample plays",
  async () => {
    // A day of the sample passes in half a second: the budgets of the sample are reached within the month.
    await using program = await startProgram([...NOW, "--speed", "172800"]);
    await using browser = await openPage(chromium ?? "", program.url, {
      width: 1280,
      height: 900,
      colorScheme: "light",
    });
    const { page, problems } = browser;
    await page.getByText("has reached").first().waitFor();
    const box = page.getByRole("textbox", { name: "Message #llm-costs" });
    await box.focus();
    await page.keyboard.type("/cost price of gpt-4o");
    await page.keyboard.press("Enter");
    await page.getByRole("table", { name: "price of gpt-4o" }).waitFor();
    await page.keyboard.type("/cost last month by project");
    await page.keyboard.press("Enter");
    await page
      .getByRole("img", { name: /bar chart: USD by project/ })
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Why?" }).last().press("Enter");
    await page.getByText("most of it").last().waitFor();
    await page
      .getByRole("tab", { name: "App Home" })
      .or(page.getByRole("button", { name: "App Home" }))
      .first()
      .press("Enter");
    await page.getByText("Settings", { exact: true }).waitFor();
    expect(problems).toEqual([]);
  },
  120_000,
);

test("with Slack tokens in .env the same command runs the bot", async () => {
  const folder = mkdtempSync(join(tmpdir(), "runrate-tokens-"));
  await using sandbox = await startSandbox();
  const variables = {
    ...sandbox.environment("socket"),
    PORT: "0",
    RUNRATE_LEDGER: `sqlite:${join(folder, "ledger.db")}`,
  };
  writeFileSync(
    join(folder, ".env"),
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
  const child = spawn(process.execPath, [MAIN, "start"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  await sandbox.untilConnected({ timeoutMs: 30_000 });
  await sandbox.person("U1").command("C1", "/cost price of gpt-4o");
  expect((await sandbox.untilEphemeral("U1", () => true, { timeoutMs: 30_000 })).text).toContain("$2.50 input");
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, findChromium, startBrowser } from "./browser.ts";
import { sampleApp, sampleManifest } from "./sample-app.ts";
import { startTinyApp, type TinyApp } from "./tiny-app.ts";

const executable = findChromium();
if (executable === undefined) {
  if (process.env["CI"] === "true")
    throw new Error("no chromium on this machine; install Debian's chromium package or set CHROMIUM");
  console.warn("page tests are left out: no chromium on this machine (install it, or set CHROMIUM to its path)");
}

describe.runIf(executable !== undefined).each([
  { name: "wide and light", width: 1280, height: 900, colorScheme: "light" as const },
  { name: "narrow and dark", width: 390, height: 844, colorScheme: "dark" as const },
])("the page, $name", ({ width, height, colorScheme }) => {
  let tiny: TinyApp;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    tiny = await startTinyApp("http", sampleApp, { manifest: sampleManifest });
    browser = await startBrowser(executable ?? "", { width, height, colorScheme });
    page = browser.context.pages()[0] ?? (await browser.context.newPage());
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(tiny.sandbox.url);
  }, 60_000);

  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await tiny[Symbol.asyncDispose]();
  });

  it("answers a typed command, by keyboard alone, with text, a chart and a table", async () => {
    const box = page.getByRole("textbox", { name: "Message #llm-costs" });
    await box.focus();
    await page.keyboard.type("/c");
    await page.keyboard.press("Tab");
    expect(await box.inputValue()).toBe("/cost ");
    await page.keyboard.type("this month");
    await page.keyboard.press("Enter");
    await page.getByText("Only visible to you").waitFor();
    await page.getByRole("img", { name: /bar chart: Spend by day/ }).waitFor();
    const table = page.getByRole("table", { name: "Spend by model" });
    expect(await table.getByRole("row").count()).toBe(4);
    await page.getByRole("button", { name: "Next" }).press("Enter");
    expect(await table.getByRole("rowheader").allTextContents()).toEqual(["o3", "gpt-4.1-nano"]);
  }, 60_000);

  it("shows markup from outside as text", async () => {
    expect(await page.locator("script:not([src])").count()).toBe(0);
    expect(await page.getByText("<b>").first().isVisible()).toBe(true);
  }, 60_000);

  it("opens an overflow menu with the arrow key, closes it with Esc and picks with Enter", async () => {
    const menu = page.getByRole("button", { name: "More actions" });
    await menu.focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.getByRole("menuitem", { name: "Why?" }).evaluate((node) => node.matches(":focus"))).toBe(true);
    await page.keyboard.press("Escape");
    expect(await menu.and(page.locator(":focus")).count()).toBe(1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("you chose csv").waitFor();
  }, 60_000);

  it("fills in a modal: an error stands at its input, Esc closes, a right answer posts", async () => {
    await page.getByRole("button", { name: "Set a budget" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "A budget" });
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Set a budget" }).press("Enter");
    await dialog.waitFor();
    await page.keyboard.type("many");
    await page.keyboard.press("Enter");
    expect(await dialog.getByRole("alert").textContent()).toBe("Give a whole number of dollars");
    await dialog.getByLabel("Amount in USD").fill("1500");
    await dialog.getByLabel("Period").selectOption("week");
    await dialog.getByLabel("80 %").check();
    await dialog.getByRole("button", { name: "Save" }).press("Enter");
    await page.getByText("set a budget of $1500 a week").waitFor();
    await dialog.waitFor({ state: "detached" });
  }, 60_000);

  it("keeps a mention and its answer in a thread, which Esc closes", async () => {
    const box = page.getByRole("textbox", { name: "Message #llm-costs" });
    await box.fill("@runrate and by project?");
    await box.press("Enter");
    await page.getByRole("button", { name: "1 reply" }).press("Enter");
    const thread = page.getByRole("complementary", { name: "Thread" });
    await thread.getByText("In this thread: $12.30 by gpt-5").waitFor();
    const reply = thread.getByRole("textbox", { name: "Reply in thread" });
    await reply.fill("/cost");
    await reply.press("Enter");
    await page.getByText("Slash commands do not work in threads. Mention the app instead.").waitFor();
    await page.keyboard.press("Escape");
    await thread.waitFor({ state: "hidden" });
  }, 60_000);

  it("shows an alert the moment it is posted, and App Home in its own tab", async () => {
    await tiny.app.client.chat.postMessage({ channel: "C1", text: "Budget *llm* reached 80 %" });
    await page.getByText("Budget llm reached 80 %").waitFor();
    await page.getByRole("tab", { name: "Messages" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("$615.00 of $800.00 (76.9 %)").waitFor();
    expect(await page.getByRole("tab", { name: "App Home" }).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("ArrowLeft");
  }, 60_000);

  it("follows the machine's colours until the button says otherwise, and never scrolls sideways", async () => {
    const theme = (): Promise<string> => page.evaluate<string>("document.documentElement.dataset.theme");
    expect(await theme()).toBe(colorScheme);
    await page.locator("#theme").press("Enter");
    expect(await theme()).toBe(colorScheme === "light" ? "dark" : "light");
    expect(await page.evaluate<boolean>("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    expect(problems).toEqual([]);
    tiny.sandbox.assertNoViolations();
  }, 60_000);
});

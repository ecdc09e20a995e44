// Takes the pictures of the documents from the running program: `node apps/cli/scripts/pictures.ts`
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { findChromium, openPage } from "../test/browser.ts";
import { startProgram } from "../test/sample-page.ts";

const FOLDER = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));
const NOW = "2026-11-24T12:00:00Z";

const chromium = findChromium();
if (chromium === undefined) throw new Error("no chromium on this machine: install it, or set CHROMIUM to its path");
mkdirSync(FOLDER, { recursive: true });
await using program = await startProgram(["--now", NOW, "--speed", "0"]);
await using browser = await openPage(chromium, program.url, { width: 1120, height: 1000, colorScheme: "light" });
const { page } = browser;
await page.getByText("has reached").first().waitFor();
await take(page, "has reached", "alert");
await page.getByRole("textbox", { name: "Message #llm-costs" }).fill("/cost by project this month vs last");
await page.keyboard.press("Enter");
await page.getByRole("table", { name: /by project/ }).waitFor();
await take(page, "Difference", "answer");
await page.getByText("App Home", { exact: true }).click();
await page.getByText("Settings", { exact: true }).waitFor();
await page.screenshot({ path: `${FOLDER}home.png` });

/** The last message that has the text in it. */
async function take(from: Page, text: string, name: string): Promise<void> {
  const message = from.locator(".message", { hasText: text }).last();
  await message.scrollIntoViewIfNeeded();
  // A machine without a font for emoji would draw boxes.
  await message.evaluate((node) => {
    const texts = node.ownerDocument.createTreeWalker(node, 4);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      text.nodeValue = (text.nodeValue ?? "").replaceAll(/\p{Extended_Pictographic}\uFE0F?\s*/gu, "");
    }
  });
  // The chart grows into its place.
  await from.waitForTimeout(1_200);
  await message.screenshot({ path: `${FOLDER}${name}.png` });
}

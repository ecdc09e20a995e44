import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The machine's Chromium (`CHROMIUM` overrides), or undefined. */
export function findChromium(): string | undefined {
  return [process.env["CHROMIUM"], ...CANDIDATES].find((path) => path !== undefined && existsSync(path));
}

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: "light" | "dark";
}

/** Opens a page in a headless browser with a profile of its own; all of it is gone on disposal. */
export async function openPage(
  executablePath: string,
  url: string,
  { width, height, colorScheme }: Look,
): Promise<AsyncDisposable & { readonly page: Page; readonly problems: readonly string[] }> {
  const profile = mkdtempSync(join(tmpdir(), "runrate-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width, height },
    colorScheme,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(url);
  return {
    page,
    problems,
    async [Symbol.asyncDispose]() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

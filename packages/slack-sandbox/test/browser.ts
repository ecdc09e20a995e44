import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const candidates = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The machine's Chromium (`CHROMIUM` overrides), or undefined. */
export function findChromium(): string | undefined {
  return [process.env["CHROMIUM"], ...candidates].find((path) => path !== undefined && existsSync(path));
}

export interface Browser extends AsyncDisposable {
  readonly context: BrowserContext;
}

/** A headless browser with a fresh profile. */
export async function startBrowser(
  executablePath: string,
  options: { readonly width: number; readonly height: number; readonly colorScheme: "light" | "dark" },
): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "runrate-page-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: options.width, height: options.height },
    colorScheme: options.colorScheme,
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
  return {
    context,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

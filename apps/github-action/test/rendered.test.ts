/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { marked } from "marked";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { GitHubServer } from "./github-server.ts";
import { ANSWER, pullRequest, runOn, settings } from "./shop.ts";

const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
const require = createRequire(import.meta.url);
const css = readFileSync(require.resolve("github-markdown-css/github-markdown.css"), "utf8");

/** The comment as GitHub shows it: Markdown to HTML, GitHub's style, a real browser. The picture stays in test-results/. */
async function look(markdown: string, name: string) {
  const profile = mkdtempSync(join(tmpdir(), "runrate-comment-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: executablePath ?? "",
    headless: true,
    viewport: { width: 900, height: 1_400 },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-sync",
    ],
  });
  try {
    const page = await browser.newPage();
    const html = await marked.parse(markdown, { gfm: true });
    const body = `<meta charset="utf-8"><style>${css} body { padding: 24px; background: #fff }</style><article class="markdown-body" data-theme="light">${html}</article>`;
    await page.setContent(body);
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    const pictures = join(import.meta.dirname, "../test-results");
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    return await page.evaluate(() => ({
      heading: document.querySelector("h3")?.textContent ?? "",
      rows: Array.from(document.querySelectorAll("tbody tr"), (row) =>
        Array.from(row.querySelectorAll("td"), (cell) => cell.textContent ?? ""),
      ),
      folds: Array.from(document.querySelectorAll("summary"), (one) => one.textContent ?? ""),
      strangers: document.querySelectorAll("script, img, iframe, a:not([href^='https://github.com/octo-org/shop/'])")
        .length,
      isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    }));
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

describe.skipIf(executablePath === undefined)("the comment in a browser (needs Chromium)", () => {
  it("reads as a headline, a table of calls and folded parts, whatever files are called", async () => {
    await using server = await GitHubServer.start();
    const call = ANSWER.replace("./settings", "../src/settings");
    const change = pullRequest(
      {
        "src/settings.ts": settings("gpt-4o"),
        "odd/a|b `c` <img src=x> @everyone.ts": call.replace("500", "200"),
        "src/rank.ts": ANSWER.replace("MODEL,", "process.env.RANK_MODEL,"),
      },
      {
        baseFiles: {
          "runrate.yml": `
workloads: { answers: { at: src/answer.ts, calls_per_month: 100_000 } }
policies: { warn: { monthly_usd: 50 }, fail: { shut_down_models: 60 } }
`,
        },
      },
    );
    using _ = change.repository;
    await runOn(server, change);
    const seen = await look(server.comments[0]?.body ?? "", "comment");
    expect(seen.heading).toMatch(/^Raises estimated LLM spend by \$705\.00\/mo/);
    expect(seen.rows).toEqual([
      ["src/answer.ts:5", "model gpt-4o-mini → gpt-4o", "$0.00045 → $0.0075", "$45.00 → $750.00"],
      ["odd/a|b `c` <img src=x> @everyone.ts:5", "new call of gpt-4o, output cap 200", "$0.00 → $0.0045", "no volume"],
      ["src/rank.ts:5", "new call of unresolved, output cap 500", "unknown", "no volume"],
    ]);
    expect(seen.folds.join()).toMatch(/Cheaper models.*Assumptions.*could not be resolved/);
    expect([seen.strangers, seen.isWide]).toEqual([0, false]);
  });
});

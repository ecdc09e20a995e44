import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const pageFolder = new URL("../../page/", import.meta.url);

/** One of the page's own files, ready to send. */
export interface PageFile {
  readonly type: string;
  readonly content: string;
}

/** The page's script with its libraries, bundled from the sources (about a quarter of a second, so callers keep it). */
export async function bundlePage(): Promise<PageFile> {
  const build = await rolldown({
    input: fileURLToPath(new URL("main.ts", pageFolder)),
    platform: "browser",
    logLevel: "silent",
  });
  try {
    const { output } = await build.generate({ format: "esm", minify: true });
    return { type: "text/javascript; charset=utf-8", content: output[0].code };
  } finally {
    await build.close();
  }
}

export async function pageFile(name: "index.html" | "style.css"): Promise<PageFile> {
  const type = name === "index.html" ? "text/html; charset=utf-8" : "text/css; charset=utf-8";
  return { type, content: await readFile(new URL(name, pageFolder), "utf8") };
}

import { statSync } from "node:fs";
import { parseCatalogueFile, RunrateError, type Catalogue, type CatalogueReading } from "@runrate/core";
import { readTextFile } from "./configuration.ts";

/** A price list with tens of thousands of models has a few megabytes; more is something else. */
const MOST_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

export interface PriceListContext {
  readonly current: Catalogue;
  /** Day (YYYY-MM-DD) as of which a list without a date is read. */
  readonly seen: string;
}

/**
 * Reads a price list from a file or an http(s) URL, in any form that core knows.
 *
 * @throws RunrateError `file_unreadable`; `url_unreadable` for a network or HTTP error; `file_too_large`
 */
export async function readPriceList(from: string, context: PriceListContext): Promise<CatalogueReading> {
  const text = /^https?:\/\//i.test(from) ? await fetchText(from) : readListFile(from);
  return parseCatalogueFile(text.replace(/^\uFEFF/, ""), { ...context, origin: originOf(from) });
}

function readListFile(path: string): string {
  const text = readTextFile(path);
  if (statSync(path).size > MOST_BYTES) throw tooLarge(path);
  return text;
}

async function fetchText(url: string): Promise<string> {
  const hint = "Check the address and the network; prices stay as they were.";
  const shown = originOf(url);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { accept: "application/json, text/plain" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new RunrateError(
      "url_unreadable",
      `${shown} cannot be read: ${cause}`,
      { url: shown, hint },
      { cause: error },
    );
  }
  if (!response.ok) {
    throw new RunrateError("url_unreadable", `${shown} answers ${response.status} ${response.statusText}`.trim(), {
      url: shown,
      hint,
    });
  }
  let text = "";
  let bytes = 0;
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) throw tooLarge(shown);
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    if (error instanceof RunrateError) throw error;
    throw new RunrateError(
      "url_unreadable",
      `${shown} broke off after ${bytes} bytes`,
      { url: shown, hint },
      { cause: error },
    );
  }
  return text + decoder.decode();
}

/** Where a list came from, as its provenance names it: never with a password or a token in it. */
function originOf(from: string): string {
  if (!URL.canParse(from) || !/^https?:/i.test(from)) return from;
  const { origin, pathname } = new URL(from);
  return origin + pathname;
}

function tooLarge(what: string): RunrateError {
  return new RunrateError("file_too_large", `${what} has more than 64 MB, which no price list has`, {
    hint: "Name a price list in Runrate's, genai-prices' or LiteLLM's form.",
  });
}

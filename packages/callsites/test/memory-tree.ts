import {
  type CallSite,
  type DiffOptions,
  diffTrees,
  type ScanOptions,
  scanTree,
  type SourceTree,
} from "../src/index.ts";
import type { Files } from "./sources.ts";

/** Files by path, as a tree. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): SourceTree {
  const encoder = new TextEncoder();
  const contents = new Map(
    Object.entries(files).map(([path, text]) => [path, typeof text === "string" ? encoder.encode(text) : text]),
  );
  return {
    label: "memory",
    files: [...contents].map(([path, bytes]) => ({ path, size: bytes.length, contentId: null })),
    notes: [],
    readAll: async (paths) =>
      new Map(
        paths.flatMap((path) => {
          const bytes = contents.get(path);
          return bytes === undefined ? [] : [[path, bytes] as const];
        }),
      ),
  };
}

/** The sites of a tree, each as `sdk model/cap`, with tier and tools where there are some. */
export async function sitesOf(files: Files, options: ScanOptions = {}): Promise<string[]> {
  const { callSites } = await scanTree(memoryTree(files), options);
  return callSites.map(summary);
}

export function summary(site: CallSite): string {
  const list = (values: readonly { readonly value: unknown }[]): string =>
    values.length === 0 ? "?" : [...new Set(values.map(({ value }) => String(value)))].join("|");
  const cap = site.maxOutputTokens;
  const parts = [
    `${site.sdk} ${list(site.model.alternatives)}`,
    cap.expression === null ? "" : `/${list(cap.alternatives)}`,
    site.serviceTier.expression === null ? "" : ` @${list(site.serviceTier.alternatives)}`,
    site.tools.length === 0 ? "" : ` +${site.tools.join("+")}`,
  ];
  return parts.join("");
}

/** What a change of files does, each as `kind before -> after direction`. */
export async function changesOf(before: Files, after: Files, options: DiffOptions = {}): Promise<string[]> {
  const { changes } = await diffTrees(memoryTree(before), memoryTree(after), options);
  return changes.map(({ kind, before: was, after: is, direction }) => {
    const side = (values: typeof was): string =>
      values === null
        ? "-"
        : `${values.model ?? "?"}${values.maxOutputTokens === null ? "" : `/${values.maxOutputTokens}`}`;
    return `${kind} ${side(was)} -> ${side(is)} ${direction}`;
  });
}

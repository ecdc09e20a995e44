import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/** Grammars and their runtime are in the bundle as WebAssembly, which no module id names. */
const BESIDE = ["web-tree-sitter", "tree-sitter-python", "tree-sitter-javascript", "tree-sitter-typescript"];

/** The packages that a bundle holds, each with its licence's text. @param modules absolute paths of the bundled modules */
export function licenceList(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap((module) => packageFolder(module) ?? []));
  const callsites = join(import.meta.dirname, "../../../packages/callsites/node_modules");
  for (const name of BESIDE) if (existsSync(join(callsites, name))) folders.add(join(callsites, name));
  const entries = new Map(
    [...folders].map((folder) => {
      const { name, version, license } = manifestSchema.parse(
        JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
      );
      return [`${name}@${version}`, { license: license ?? "see its text", text: licenceText(folder) }] as const;
    }),
  );
  const sorted = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${[
    "The action's bundle holds these packages.",
    ...sorted.map(
      ([id, { license, text }]) => `${"-".repeat(72)}\n${id}: ${license}\n${text === "" ? "" : `\n${text.trim()}\n`}`,
    ),
  ].join("\n\n")}\n`;
}

/** The folder in node_modules that a module belongs to; null for our own sources and virtual modules. */
function packageFolder(module: string): string | null {
  const path = module.replace(/^\0/, "").split("?")[0] ?? "";
  const match = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  const folder = match?.[1] ?? null;
  return folder !== null && existsSync(join(folder, "package.json")) ? folder : null;
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(?:[.-].*)?$/i.test(name));
  return file === undefined ? "" : readFileSync(join(folder, file), "utf8");
}

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import type { GrammarSource } from "@runrate/callsites";

/** The parsers beside the bundle, compressed; from the sources there are none, and the installed packages serve. */
export function bundledGrammars(): GrammarSource | null {
  const fileOf = (name: string) => fileURLToPath(new URL(`./grammars/${name}.wasm.br`, import.meta.url));
  if (!existsSync(fileOf("runtime"))) return null;
  const read = async (name: string) => brotliDecompressSync(readFileSync(fileOf(name)));
  return { runtime: () => read("runtime"), grammar: read };
}

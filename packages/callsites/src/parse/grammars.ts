import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Language as Grammar, Parser } from "web-tree-sitter";
import type { Language } from "../module/module.ts";

/** Bytes of the parser runtime and of a grammar; a bundle that carries them elsewhere brings its own. */
export interface GrammarSource {
  runtime(): Promise<Uint8Array>;
  grammar(language: Language): Promise<Uint8Array>;
}

const GRAMMAR_FILES: Record<Language, string> = {
  python: "tree-sitter-python/tree-sitter-python.wasm",
  javascript: "tree-sitter-javascript/tree-sitter-javascript.wasm",
  typescript: "tree-sitter-typescript/tree-sitter-typescript.wasm",
  tsx: "tree-sitter-typescript/tree-sitter-tsx.wasm",
};

/** The grammars as installed beside this package. */
export function installedGrammars(): GrammarSource {
  const require = createRequire(import.meta.url);
  return {
    runtime: () => readFile(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    grammar: (language) => readFile(require.resolve(GRAMMAR_FILES[language])),
  };
}

/** Parsers by language. `load` what a tree holds first; from then on parsing is synchronous. */
export class ParserPool {
  readonly #source: GrammarSource;
  readonly #parsers = new Map<Language, Parser>();
  #runtime: Promise<void> | null = null;

  constructor(source: GrammarSource) {
    this.#source = source;
  }

  async load(languages: Iterable<Language>): Promise<void> {
    const missing = [...new Set(languages)].filter((language) => !this.#parsers.has(language));
    if (missing.length === 0) return;
    this.#runtime ??= this.#source.runtime().then((wasmBinary) => Parser.init({ wasmBinary }));
    await this.#runtime;
    for (const language of missing) {
      const parser = new Parser();
      parser.setLanguage(await Grammar.load(await this.#source.grammar(language)));
      this.#parsers.set(language, parser);
    }
  }

  /** Null for a language that was not loaded. */
  parser(language: Language): Parser | null {
    return this.#parsers.get(language) ?? null;
  }
}

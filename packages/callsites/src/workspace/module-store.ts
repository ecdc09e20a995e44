import { createHash } from "node:crypto";
import type { ParserPool } from "../parse/grammars.ts";
import { type ParsedModule, parseModule } from "../parse/parse-module.ts";
import { ContentPool } from "./content-pool.ts";
import type { ModuleCache } from "./module-cache.ts";

/** Parsed modules by content: the same file in two trees, or in two runs with a cache, is parsed once. */
export class ModuleStore {
  readonly contents = new ContentPool();
  readonly #parsers: ParserPool;
  readonly #cache: ModuleCache | null;
  readonly #known = new Map<string, ParsedModule>();
  readonly #keys = new WeakMap<Uint8Array, string>();

  constructor(parsers: ParserPool, cache: ModuleCache | null) {
    this.#parsers = parsers;
    this.#cache = cache;
  }

  get(path: string, bytes: Uint8Array): ParsedModule {
    const key = this.#keyOf(path, bytes);
    const known = this.#known.get(key) ?? this.#load(key);
    if (known !== null) {
      this.#known.set(key, known);
      return known;
    }
    const parsed = parseModule(path, bytes, this.#parsers);
    this.#known.set(key, parsed);
    if (parsed.kind === "module") this.#cache?.set(key, parsed.module);
    return parsed;
  }

  /** The extension decides the grammar, and how code is taken out of the file. */
  #keyOf(path: string, bytes: Uint8Array): string {
    let hash = this.#keys.get(bytes);
    if (hash === undefined) {
      hash = createHash("sha256").update(bytes).digest("hex");
      this.#keys.set(bytes, hash);
    }
    return `${hash}${path.slice(path.lastIndexOf(".")).toLowerCase()}`;
  }

  /** Call it when no more modules are asked for. */
  close(): void {
    this.#cache?.close();
  }

  #load(key: string): ParsedModule | null {
    const module = this.#cache?.get(key) ?? null;
    return module === null ? null : { kind: "module", module };
  }
}
